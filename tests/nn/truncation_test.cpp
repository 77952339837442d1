// Truncated backpropagation changes gradients, never states.
#include <ATen/ops/embedding.h>
#include <ATen/ops/ones_like.h>
#include <gtest/gtest.h>

#include "nn/network.h"
#include "support/tiny_corpus.h"

namespace sentiment {
namespace {

constexpr int64_t kVocabulary = 60;

/// Reviews in which no token occurs twice, so that an embedding row's gradient is one position's.
Dataset distinct_tokens() {
  Dataset data;
  std::vector<TokenId> first;
  for (TokenId id = 2; id < 32; ++id) first.push_back(id);
  std::vector<TokenId> second;
  for (TokenId id = 40; id < 47; ++id) second.push_back(id);
  data.add(first, 0, "30 tokens");
  data.add(second, 1, "7 tokens");
  data.add({}, 1, "empty");
  return data;
}

ModelConfig config_of(RecurrentType type, bool bidirectional, Pooling pooling, int64_t layers = 1) {
  ModelConfig config;
  config.type = type;
  config.bidirectional = bidirectional;
  config.pooling = pooling;
  config.layers = layers;
  config.embedding_size = 6;
  config.hidden_size = 5;
  return config;
}

enum class Through { kLibtorch, kOurKernels };

Network network_of(const ModelConfig& config, Through through) {
  return {config, initial_parameters(config, kVocabulary, 2, 3), at::kCPU, true,
          through == Through::kLibtorch ? nullptr : std::make_shared<ThreadPool>(2)};
}

/// Gradient of the sum of scores with respect to the embedding [vocabulary, embedding].
at::Tensor embedding_gradient(const ModelConfig& config, Through through, std::optional<int64_t> window) {
  const Network network = network_of(config, through);
  const Dataset data = distinct_tokens();
  network.logits(make_batch(data, {0, 1, 2}, at::kCPU), nullptr, window).sum().backward();
  return network.tensors().front().grad();
}

class Truncation : public testing::TestWithParam<std::tuple<RecurrentType, bool, Pooling, int, Through>> {
 protected:
  ModelConfig config() const {
    return config_of(std::get<0>(GetParam()), std::get<1>(GetParam()), std::get<2>(GetParam()),
                     std::get<3>(GetParam()));
  }
  Through through() const { return std::get<4>(GetParam()); }
};

TEST_P(Truncation, IsTheSameThroughBothBackends) {
  const Dataset data = distinct_tokens();
  const Batch batch = make_batch(data, {0, 1, 2}, at::kCPU);
  for (const std::optional<int64_t> window : {std::optional<int64_t>{}, std::optional<int64_t>{5}}) {
    const Network padded = network_of(config(), Through::kLibtorch);
    const Network fused = network_of(config(), Through::kOurKernels);
    const at::Tensor expected = padded.logits(batch, nullptr, window);
    const at::Tensor found = fused.logits(batch, nullptr, window);
    EXPECT_LT(found.sub(expected).abs().max().item<double>(), 1e-5);
    const auto loss = [&](const at::Tensor& logits) {
      return logits.select(1, 0).sub(logits.select(1, 1)).sum();
    };
    loss(expected).backward();
    loss(found).backward();
    for (std::size_t i = 0; i < padded.tensors().size(); ++i) {
      const at::Tensor& gradient = padded.tensors()[i].grad();
      const double size = gradient.abs().max().item<double>();
      EXPECT_LT(fused.tensors()[i].grad().sub(gradient).abs().max().item<double>(), 1e-5 * (1.0 + size))
          << padded.names()[i];
    }
  }
}

TEST_P(Truncation, LeavesTheScoresAsTheyAre) {
  const Network network = network_of(config(), through());
  const Dataset data = distinct_tokens();
  const Batch batch = make_batch(data, {0, 1, 2}, at::kCPU);
  const at::Tensor whole = network.logits(batch, nullptr, std::nullopt);
  for (const int64_t window : {1, 5, 7, 8, 29, 30}) {
    EXPECT_LT(network.logits(batch, nullptr, window).sub(whole).abs().max().item<double>(), 1e-6) << window;
  }
}

TEST_P(Truncation, OfAWindowAsLongAsTheReviewChangesNoGradient) {
  const at::Tensor whole = embedding_gradient(config(), through(), std::nullopt);
  EXPECT_TRUE(embedding_gradient(config(), through(), 30).equal(whole));
}

TEST_P(Truncation, GivesTokensBeforeTheCutExactlyNoGradient) {
  const at::Tensor gradient = embedding_gradient(config(), through(), 5);
  const bool both = config().bidirectional;
  for (int64_t position = 0; position < 30; ++position) {
    const bool reached = position >= 25 || (both && position < 5);
    EXPECT_EQ(gradient[2 + position].abs().max().item<double>() > 0.0, reached) << "position " << position;
  }
}

TEST_P(Truncation, GivesTokensAfterTheCutSomeGradientOfTheirOwn) {
  const at::Tensor truncated = embedding_gradient(config(), through(), 5);
  const at::Tensor whole = embedding_gradient(config(), through(), std::nullopt);
  EXPECT_GT(whole[2 + 12].abs().max().item<double>(), 0.0);
  EXPECT_GT(truncated[2 + 29].abs().max().item<double>(), 0.0);
}

INSTANTIATE_TEST_SUITE_P(
    EveryShape, Truncation,
    testing::Combine(testing::Values(RecurrentType::kLstm, RecurrentType::kGru, RecurrentType::kRnn),
                     testing::Bool(), testing::Values(Pooling::kLast, Pooling::kMean, Pooling::kAttention),
                     testing::Values(1, 2), testing::Values(Through::kLibtorch, Through::kOurKernels)));

class Windows : public testing::TestWithParam<Through> {};

INSTANTIATE_TEST_SUITE_P(Both, Windows, testing::Values(Through::kLibtorch, Through::kOurKernels));

TEST_P(Windows, OfTheLastWindowAreTheScoresOfTheWholeReview) {
  for (const Pooling pooling :
       {Pooling::kLast, Pooling::kMaxMean, Pooling::kLastMaxMean, Pooling::kAttention}) {
    const Network network = network_of(config_of(RecurrentType::kLstm, false, pooling, 2), GetParam());
    const Dataset data = distinct_tokens();
    const Batch batch = make_batch(data, {0, 1}, at::kCPU);
    const at::Tensor whole = network.logits(batch, nullptr, std::nullopt);
    const std::vector<WindowLogits> windows = network.window_logits(batch, nullptr, 8);
    ASSERT_EQ(windows.size(), 4u);
    EXPECT_EQ(windows[0].rows, (std::vector<int64_t>{0, 1}));
    EXPECT_EQ(windows[3].rows, (std::vector<int64_t>{0}));
    EXPECT_LT(windows[3].logits[0].sub(whole[0]).abs().max().item<double>(), 1e-6);
    EXPECT_LT(windows[0].logits[1].sub(whole[1]).abs().max().item<double>(), 1e-6);
  }
}

TEST_P(Windows, SendGradientNoFurtherThanTheirOwnWindow) {
  const Network network = network_of(config_of(RecurrentType::kLstm, false, Pooling::kMean), GetParam());
  const Dataset data = distinct_tokens();
  network.window_logits(make_batch(data, {0}, at::kCPU), nullptr, 10)[1].logits.sum().backward();
  const at::Tensor gradient = network.tensors().front().grad();
  for (int64_t position = 0; position < 30; ++position) {
    const bool inside = position >= 10 && position < 20;
    EXPECT_EQ(gradient[2 + position].abs().max().item<double>() > 0.0, inside) << "position " << position;
  }
}

TEST(Padding, ChangesNothing) {
  const ModelConfig config = config_of(RecurrentType::kLstm, true, Pooling::kLastMaxMean, 2);
  const Network network = network_of(config, Through::kLibtorch);
  const Dataset data = distinct_tokens();
  const at::Tensor alone = network.logits(make_batch(data, {1}, at::kCPU), nullptr, std::nullopt);
  const at::Tensor padded = network.logits(make_batch(data, {0, 1}, at::kCPU), nullptr, std::nullopt);
  EXPECT_LT(padded[1].sub(alone[0]).abs().max().item<double>(), 1e-6);
}

}  // namespace
}  // namespace sentiment
