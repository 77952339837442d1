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
    return virtual_adversarial_backward(network_, batch_, dropout_, std::nullopt, config, noise, texts);
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

INSTANTIATE_TEST_SUITE_P(BothBackends, VirtualAdversarialTest, testing::Bool());

}  // namespace
}  // namespace sentiment
