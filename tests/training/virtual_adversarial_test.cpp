#include "training/virtual_adversarial.h"

#include <ATen/ops/log_softmax.h>
#include <c10/core/GradMode.h>
#include <gtest/gtest.h>

#include "support/tiny_corpus.h"
#include "training/adversarial.h"

namespace sentiment {
namespace {

constexpr VirtualAdversarialConfig kConfig{.epsilon = 0.5, .weight = 2.0};

ModelConfig small_model() {
  ModelConfig config;
  config.embedding_size = 5;
  config.hidden_size = 4;
  config.dropout = config.embedding_dropout = 0.2;
  return config;
}

class VirtualAdversarialTest : public testing::TestWithParam<bool> {
 protected:
  VirtualAdversarialTest() {
    if (GetParam()) batch_.embedded_words = network_.look_up(batch_);
  }
  double run(const VirtualAdversarialConfig& config, const RandomStream& noise, int64_t texts = 5) {
    return virtual_adversarial_backward(network_, batch_, dropout_, std::nullopt, config, noise, texts)
        .item<double>();
  }

  Network network_{small_model(), initial_parameters(small_model(), 20, 3, 1), at::kCPU, true,
                   GetParam() ? std::make_shared<ThreadPool>(2) : nullptr};
  Dataset data_ = random_reviews(5, 1, 14, 20, 3, 3);
  Batch batch_ = make_batch(data_, {0, 1, 2, 3, 4}, at::kCPU);
  Dropout dropout_{1, 1};
  RandomStream noise_{3, RandomUse::kVirtualAdversary, {1}};
};

TEST_P(VirtualAdversarialTest, FindsADirectionThatMovesAnswersMoreThanChance) {
  const double found = run(kConfig, noise_);
  const c10::NoGradGuard no_gradient;
  const at::Tensor inputs = network_.token_inputs(batch_, &dropout_);
  const auto answers = [&](const at::Tensor& read) {
    return at::log_softmax(network_.logits_of_inputs(batch_, read, &dropout_, std::nullopt, false), 1);
  };
  const at::Tensor plain = answers(inputs);
  for (uint64_t trial = 0; trial < 10; ++trial) {
    const RandomStream random(5, RandomUse::kBootstrap, {trial});
    at::Tensor directions = inputs.clone();
    for (int64_t i = 0; i < directions.numel(); ++i)
      directions.data_ptr<float>()[i] = static_cast<float>(random.normal(static_cast<uint64_t>(i)));
    const at::Tensor moved =
        inputs.add(perturbation(directions, feature_deviations(network_, batch_), batch_.sequences, 0.5));
    EXPECT_GT(found, plain.exp().mul(plain.sub(answers(moved))).sum().item<double>()) << trial;
  }
}

TEST_P(VirtualAdversarialTest, IsWeighedByWeightAndTexts) {
  run(kConfig, noise_);
  const at::Tensor five = network_.tensors()[1].grad().clone();
  network_.tensors()[1].mutable_grad() = at::Tensor();
  run({.epsilon = 0.5, .weight = 4.0}, noise_, 20);
  EXPECT_LT(network_.tensors()[1].grad().mul(2.0).sub(five).abs().max().item<double>(), 1e-6);
  EXPECT_GT(five.abs().max().item<double>(), 1e-6);
}

TEST_P(VirtualAdversarialTest, DrawsItsNoiseFromTheStreamAlone) {
  const double first = run(kConfig, noise_);
  EXPECT_EQ(run(kConfig, noise_), first);
  EXPECT_NE(run(kConfig, RandomStream(4, RandomUse::kVirtualAdversary, {1})), first);
}

/// The perturbation is found as it is described, from noise that is even in units of the deviations, and then
/// held.
TEST_P(VirtualAdversarialTest, GivesTheGradientOfTheDivergence) {
  {
    const c10::NoGradGuard no_gradient;  // answers that hardly move have a direction of rounding errors
    for (std::size_t i = 0; i < network_.names().size(); ++i) {
      if (network_.names()[i] == "output.weight") network_.tensors()[i].mul_(20.0);
    }
  }
  run({.epsilon = 2.0, .weight = 2.0}, noise_);
  std::vector<at::Tensor> found;
  for (std::size_t tensor = 0; tensor < 2; ++tensor) {
    const at::Tensor gradient =
        tensor == 0 && GetParam() ? batch_.embedded_words.grad() : network_.tensors()[tensor].grad();
    found.push_back(gradient.clone());
  }
  const at::Tensor inputs = network_.token_inputs(batch_, &dropout_).detach();
  const at::Tensor deviations = feature_deviations(network_, batch_);
  const auto answers = [&](const at::Tensor& read) {
    return at::log_softmax(network_.logits_of_inputs(batch_, read, &dropout_, std::nullopt, false), 1);
  };
  const auto divergence = [&](const at::Tensor& expected, const at::Tensor& read) {
    return expected.exp().mul(expected.sub(answers(read))).sum();
  };
  at::Tensor start = inputs.clone();
  for (int64_t i = 0; i < start.numel(); ++i)
    start.data_ptr<float>()[i] = static_cast<float>(noise_.normal(static_cast<uint64_t>(i)));
  const at::Tensor near = inputs.add(perturbation(start.div(deviations), deviations, batch_.sequences, 0.1))
                              .set_requires_grad(true);
  const at::Tensor expected = answers(inputs).detach();
  divergence(expected, near).backward();
  const at::Tensor far_change = perturbation(near.grad(), deviations, batch_.sequences, 2.0);
  const c10::NoGradGuard no_gradient;
  const auto value = [&] {
    return divergence(expected, network_.token_inputs(batch_, &dropout_).add(far_change)).item<double>() *
           2.0 / 5.0;
  };
  for (std::size_t tensor = 0; tensor < 2; ++tensor) {
    at::Tensor values = tensor == 0 && GetParam() ? batch_.embedded_words : network_.tensors()[tensor];
    at::Tensor direction = found[tensor].div(found[tensor].norm());
    constexpr double kStep = 3e-3;
    values.add_(direction, kStep);
    const double above = value();
    values.sub_(direction, 2.0 * kStep);
    const double below = value();
    values.add_(direction, kStep);
    const double slope = found[tensor].norm().item<double>();
    EXPECT_NEAR((above - below) / (2.0 * kStep), slope, 0.02 * slope) << tensor;
    EXPECT_GT(slope, 5e-2) << tensor;
  }
}

TEST_P(VirtualAdversarialTest, LeavesRunningStatisticsAlone) {
  ModelConfig config = small_model();
  config.head_batch_norm = true;
  const Network network(config, initial_parameters(config, 20, 3, 1), at::kCPU, true,
                        GetParam() ? std::make_shared<ThreadPool>(2) : nullptr);
  const std::vector<NamedTensor> before = network.values();
  Batch batch = make_batch(data_, {0, 1, 2, 3, 4}, at::kCPU);
  if (GetParam()) batch.embedded_words = network.look_up(batch);
  virtual_adversarial_backward(network, batch, dropout_, std::nullopt, kConfig, noise_, 5);
  const std::vector<NamedTensor> after = network.values();
  for (std::size_t i = 0; i < before.size(); ++i)
    EXPECT_EQ(after[i].values, before[i].values) << before[i].name;
}

INSTANTIATE_TEST_SUITE_P(BothBackends, VirtualAdversarialTest, testing::Bool());

}  // namespace
}  // namespace sentiment
