#include "training/window_probe.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sentiment {
namespace {

PretrainingConfig small_config(ReadingDirection direction) {
  PretrainingConfig config;
  config.model.shape.embedding_size = 4;
  config.model.shape.hidden_size = 6;
  config.model.shape.layers = 2;
  config.model.shape.direction = direction;
  config.language_model.window = 12;
  return config;
}

Parameters values_of(const PretrainingConfig& config) {
  return initial_parameters(parameter_shapes(config.objective, config.model.shape, 30),
                            config.model.shape.recurrent_part(), 3);
}

std::vector<TokenId> text_of(int length) {
  std::vector<TokenId> ids;
  for (int i = 0; i < length; ++i) ids.push_back(static_cast<TokenId>(2 + (7 * i + length) % 28));
  return ids;
}

std::vector<GradientFlow> flows_of(const PretrainingConfig& config, const std::vector<TokenId>& text) {
  TextList texts;
  texts.add(text);
  ThreadPool pool(1);
  return WindowProbe(config, texts, 1'000).measure(values_of(config), pool);
}

TEST(WindowProbe, MeasuresEachLayerUpToTheStartOfAWindow) {
  const std::vector<GradientFlow> flows = flows_of(small_config(ReadingDirection::kForward), text_of(40));
  ASSERT_EQ(flows.size(), 2u);
  for (const GradientFlow& flow : flows) {
    EXPECT_EQ(flow.distances, (std::vector<int64_t>{1, 2, 3, 5, 7, 10}));
    EXPECT_TRUE(std::all_of(flow.norms.begin(), flow.norms.end(), [](double norm) { return norm > 0.0; }));
    EXPECT_FALSE(flow.reverse);
  }
}

TEST(WindowProbe, ReadsABackwardModelsTextFromItsEnd) {
  std::vector<TokenId> text = text_of(40);
  const std::vector<GradientFlow> forward = flows_of(small_config(ReadingDirection::kForward), text);
  std::reverse(text.begin(), text.end());
  const std::vector<GradientFlow> backward = flows_of(small_config(ReadingDirection::kBackward), text);
  EXPECT_TRUE(backward[0].reverse);
  EXPECT_EQ(backward[0].norms, forward[0].norms);
  EXPECT_EQ(backward[1].norms, forward[1].norms);
}

TEST(WindowProbe, ReadsALabelFirstInEitherDirection) {
  for (const int length : {5, 40}) {  // shorter and longer than a window
    std::vector<TokenId> text = text_of(length);
    const auto labelled = [&](ReadingDirection direction) {
      TextList texts;
      texts.add(text, 29);
      ThreadPool pool(1);
      return WindowProbe(small_config(direction), texts, 1'000)
          .measure(values_of(small_config(direction)), pool);
    };
    const std::vector<GradientFlow> forward = labelled(ReadingDirection::kForward);
    std::reverse(text.begin(), text.end());
    const std::vector<GradientFlow> backward = labelled(ReadingDirection::kBackward);
    EXPECT_TRUE(backward[0].reverse);
    EXPECT_EQ(backward[0].norms, forward[0].norms);
    EXPECT_NE(forward[0].norms, flows_of(small_config(ReadingDirection::kForward), text)[0].norms);
  }
}

TEST(WindowProbe, HasNothingToSayOfTextsOfOneToken) {
  EXPECT_TRUE(flows_of(small_config(ReadingDirection::kForward), text_of(1)).empty());
}

TEST(WindowProbe, MeasuresFewerTextsWhereEpochsAreShort) {
  TextList texts;
  for (int i = 0; i < 200; ++i) texts.add(text_of(20));
  const PretrainingConfig config = small_config(ReadingDirection::kForward);
  ThreadPool pool(1);
  const auto measured = [&](int64_t steps) {
    return WindowProbe(config, texts, steps).measure(values_of(config), pool).front().texts.front();
  };
  EXPECT_EQ(measured(1), 4);
  EXPECT_EQ(measured(40), 8);
  EXPECT_EQ(measured(100'000), 32);
}

}  // namespace
}  // namespace sentiment
