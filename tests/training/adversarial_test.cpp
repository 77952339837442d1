#include "training/adversarial.h"

#include <ATen/ops/full.h>
#include <c10/core/GradMode.h>
#include <gtest/gtest.h>

#include <cmath>

#include "model/batch_norm.h"
#include "nn/tensors.h"
#include "support/tiny_corpus.h"

namespace sentiment {
namespace {

ModelConfig small_model() {
  ModelConfig config;
  config.embedding_size = 5;
  config.hidden_size = 4;
  config.layers = 2;
  config.residual = true;
  config.dropout = config.embedding_dropout = 0.2;
  return config;
}

enum class Through { kLibtorch, kOurKernels };

class AdversarialTest : public testing::TestWithParam<Through> {
 protected:
  Network network(const ModelConfig& config = small_model()) const {
    const bool fused = GetParam() == Through::kOurKernels;
    return {config, initial_parameters(config, 20, 2, 1), at::kCPU, true,
            fused ? std::make_shared<ThreadPool>(2) : nullptr};
  }
  Batch batch(const Network& network) const {
    Batch batch = make_batch(data_, {0, 1, 2, 3, 4}, at::kCPU);
    if (GetParam() == Through::kOurKernels) batch.embedded_words = network.look_up(batch);
    return batch;
  }
  /// Of the embedding's rows of the batch's words.
  static at::Tensor word_gradient(const Network& network, const Batch& batch) {
    if (batch.embedded_words.defined()) return batch.embedded_words.grad();
    return network.tensors()[0].grad().index_select(
        0, integer_tensor(batch.words, {static_cast<int64_t>(batch.words.size())}, at::kCPU));
  }

  Dataset data_ = random_reviews(5, 1, 14, 20, 2, 3);
  Dropout dropout_{1, 1};
};

TEST_P(AdversarialTest, ReadsTokensAsItReadsWords) {
  const Network network = this->network();
  const Batch batch = this->batch(network);
  const at::Tensor inputs = network.token_inputs(batch, &dropout_);
  EXPECT_EQ(inputs.sizes(), (std::vector<int64_t>{batch.tokens, 5}));
  const at::Tensor by_token = network.logits_of_inputs(batch, inputs, &dropout_, std::nullopt, true);
  EXPECT_LT(by_token.sub(network.logits(batch, &dropout_, std::nullopt)).abs().max().item<double>(), 1e-6);
}

TEST_P(AdversarialTest, OfNoLengthIsTheGradientTwice) {
  const Network twice = network();
  const Batch read_twice = batch(twice);
  const BatchLoss found = adversarial_backward(twice, read_twice, dropout_, std::nullopt, {}, 1e-9);
  const Network once = network();
  const Batch read_once = batch(once);
  const BatchLoss plain = batch_loss(once, read_once, dropout_, {}, {});
  plain.loss.backward();
  EXPECT_NEAR(found.loss.item<double>(), plain.loss.item<double>(), 1e-6);
  EXPECT_EQ(found.correct.item<int64_t>(), plain.correct.item<int64_t>());
  for (std::size_t i = 1; i < once.tensors().size(); ++i) {
    const at::Tensor expected = once.tensors()[i].grad().mul(2.0);
    EXPECT_LT(twice.tensors()[i].grad().sub(expected).abs().max().item<double>(), 1e-5) << once.names()[i];
  }
  const at::Tensor expected = word_gradient(once, read_once).mul(2.0);
  EXPECT_LT(word_gradient(twice, read_twice).sub(expected).abs().max().item<double>(), 1e-5);
}

/// To first order no change of that length adds more: epsilon times the length of the gradient.
TEST_P(AdversarialTest, AddsToTheLossWhatTheGradientPromises) {
  const Network network = this->network();
  const Batch batch = this->batch(network);
  const at::Tensor inputs = network.token_inputs(batch, nullptr).detach();
  const auto losses = [&](const at::Tensor& read) {
    return row_losses(network.logits_of_inputs(batch, read, nullptr, std::nullopt, false), batch.labels, {});
  };
  const at::Tensor leaf = inputs.clone().set_requires_grad(true);
  losses(leaf).sum().backward();
  const at::Tensor deviations = feature_deviations(network, batch);
  constexpr double kEpsilon = 1e-2;
  const c10::NoGradGuard no_gradient;
  const at::Tensor moved = perturbation(leaf.grad(), deviations, batch.sequences, kEpsilon);
  const at::Tensor gained = losses(inputs.add(moved)).sub(losses(inputs));
  const at::Tensor lengths = moved.div(deviations).square().sum(1);
  const at::Tensor slopes = leaf.grad().mul(deviations).square().sum(1);
  int64_t token = 0;
  for (int64_t text = 0; text < 5; ++text) {
    const int64_t end = token + batch.sequences.lengths()[static_cast<std::size_t>(text)];
    EXPECT_NEAR(std::sqrt(lengths.slice(0, token, end).sum().item<double>()), kEpsilon, 1e-6);
    const double promised = kEpsilon * std::sqrt(slopes.slice(0, token, end).sum().item<double>());
    EXPECT_NEAR(gained[text].item<double>(), promised, 0.05 * promised + 1e-6) << text;
    token = end;
  }
}

TEST_P(AdversarialTest, ReachesBelowAFrozenNetwork) {
  Network network = this->network();
  for (const at::Tensor& tensor : network.tensors()) tensor.set_requires_grad(false);
  network.tensors().back().set_requires_grad(true);  // output.bias
  const Batch batch = this->batch(network);
  adversarial_backward(network, batch, dropout_, std::nullopt, {}, 5.0);
  EXPECT_TRUE(network.tensors().back().grad().defined());
  EXPECT_FALSE(network.tensors()[1].grad().defined());
}

TEST_P(AdversarialTest, LeavesRunningStatisticsToWhatWasRead) {
  ModelConfig config = small_model();
  config.head_batch_norm = true;
  const Network plain = network(config);
  batch_loss(plain, batch(plain), dropout_, {}, {});
  const Network perturbed = network(config);
  adversarial_backward(perturbed, batch(perturbed), dropout_, std::nullopt, {}, 5.0);
  for (std::size_t i = 0; i < plain.names().size(); ++i) {
    if (!is_running_statistic(plain.names()[i])) continue;
    EXPECT_LT(plain.tensors()[i].sub(perturbed.tensors()[i]).abs().max().item<double>(), 1e-6);
    EXPECT_GT(plain.tensors()[i].sub(network(config).tensors()[i]).abs().max().item<double>(), 1e-3);
  }
}

TEST_P(AdversarialTest, MeasuresDeviationsOverTheTokens) {
  Network network = this->network();
  Dataset data;
  data.add(std::vector<TokenId>{5, 5, 7}, 1, "a");
  data.add(std::vector<TokenId>{7}, 0, "b");
  Batch batch = make_batch(data, {0, 1}, at::kCPU);
  if (GetParam() == Through::kOurKernels) batch.embedded_words = network.look_up(batch);
  const at::Tensor& table = network.tensors()[0];
  const at::Tensor expected = table[5].sub(table[7]).abs().div(2.0);  // each half of the tokens
  EXPECT_LT(feature_deviations(network, batch)[0].sub(expected).abs().max().item<double>(), 1e-6);
}

TEST(Perturbation, IsNothingWhereThereIsNoDirection) {
  const Sequences sequences({2, 1, 0}, 2, at::kCPU);
  at::Tensor directions = at::full({3, 2}, 1.0);
  directions[2].zero_();
  const at::Tensor found = perturbation(directions, at::full({1, 2}, 0.5), sequences, 4.0);
  EXPECT_NEAR(found[0][0].item<double>(), 1.0, 1e-6);  // two tokens of two features: 4 / sqrt(4) deviations
  EXPECT_EQ(found[2].abs().max().item<double>(), 0.0);
}

INSTANTIATE_TEST_SUITE_P(BothBackends, AdversarialTest,
                         testing::Values(Through::kLibtorch, Through::kOurKernels));

}  // namespace
}  // namespace sentiment
