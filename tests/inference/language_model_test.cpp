// That its numbers are those of torch.nn is shown by tests/end_to_end/generate_test.py.
#include "inference/language_model.h"

#include <gtest/gtest.h>

#include "inference/random_language_model.h"

namespace sentiment {
namespace {

using Tokens = std::vector<TokenId>;

template <class Body>
void for_each_language_model(const Body& body) {
  for (const RecurrentType type : {RecurrentType::kLstm, RecurrentType::kGru, RecurrentType::kRnn}) {
    for (const int64_t hidden : {11, 20}) {
      const PretrainedShape shape = {
          .type = type, .embedding_size = 11, .hidden_size = hidden, .layers = 2, .residual = hidden == 20};
      SCOPED_TRACE(testing::Message() << name_of(type) << " " << hidden);
      body(LanguageModel(random_language_model(shape, 40, 3)));
    }
  }
}

/// The logits after texts read side by side, one after another without what lies between them.
std::vector<float> logits_after(const LanguageModel& model, const std::vector<Tokens>& texts,
                                int threads = 1) {
  ReadingState state = model.begin(static_cast<int64_t>(texts.size()));
  for (std::size_t t = 0; t < texts.front().size(); ++t) {
    Tokens column;
    for (const Tokens& text : texts) column.push_back(text[t]);
    model.read(column, state);
  }
  ThreadPool pool(threads);
  const auto stride = static_cast<std::size_t>(model.logits_stride());
  std::vector<float> padded(texts.size() * stride);
  model.logits(state, pool, padded.data());
  std::vector<float> logits;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto row = padded.begin() + static_cast<std::ptrdiff_t>(i * stride);
    logits.insert(logits.end(), row, row + static_cast<std::ptrdiff_t>(model.vocabulary().size()));
  }
  return logits;
}

TEST(LanguageModel, SaysTheSameOfATextAloneAndBesideOthers) {
  for_each_language_model([](const LanguageModel& model) {
    const std::vector<Tokens> texts = {{2, 5, 9, 3}, {2, 39, 1, 5}, {2, 5, 9, 3}};
    const std::vector<float> together = logits_after(model, texts);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const auto row = together.begin() + static_cast<std::ptrdiff_t>(i * 40);
      ASSERT_EQ(logits_after(model, {texts[i]}), std::vector<float>(row, row + 40));
    }
  });
}

TEST(LanguageModel, RemembersWhatItRead) {
  for_each_language_model([](const LanguageModel& model) {
    EXPECT_NE(logits_after(model, {{2, 5, 9}}), logits_after(model, {{2, 6, 9}}));
    EXPECT_NE(logits_after(model, {{9}}), logits_after(model, {{9, 9}}));
  });
}

TEST(LanguageModel, GoesOnFromACopiedState) {
  for_each_language_model([](const LanguageModel& model) {
    ReadingState one = model.begin(1);
    for (const TokenId token : Tokens{2, 5}) model.read(std::span(&token, 1), one);
    ReadingState three = model.begin(3);
    model.read(Tokens{9, 9, 9}, three);
    three.copy(1, one, 0);
    model.read(Tokens{3, 4, 3}, three);
    ThreadPool pool(1);
    std::vector<float> logits(static_cast<std::size_t>(3 * model.logits_stride()));
    model.logits(three, pool, logits.data());
    const auto row = logits.begin() + model.logits_stride();
    EXPECT_EQ(std::vector<float>(row, row + 40), logits_after(model, {{2, 5, 4}}));
  });
}

TEST(LanguageModel, SaysTheSameOnAnyNumberOfThreads) {
  const PretrainedShape shape = {.embedding_size = 64, .hidden_size = 16};
  const LanguageModel model(random_language_model(shape, 20'000, 3));
  const std::vector<float> alone = logits_after(model, {{2, 5, 9}});
  EXPECT_EQ(logits_after(model, {{2, 5, 9}}, 2), alone);
  EXPECT_EQ(logits_after(model, {{2, 5, 9}}, 5), alone);
}

}  // namespace
}  // namespace sentiment
