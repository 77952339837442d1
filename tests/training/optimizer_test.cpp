// Against libtorch's own optimizers, over hundreds of steps.
#include "training/optimizer.h"

#include <gtest/gtest.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/sgd.h>

#include <memory>

#include "core/error.h"
#include "core/random.h"
#include "nn/tensors.h"

namespace sentiment {
namespace {

constexpr int64_t kSize = 101;

at::Tensor start() {
  NamedTensor values{"w", {kSize}, {}};
  const RandomStream random(1, RandomUse::kBootstrap);
  for (uint64_t i = 0; i < kSize; ++i) values.values.push_back(static_cast<float>(random.normal(i)));
  return to_tensor(values, at::kCPU).set_requires_grad(true);
}

/// A gradient that changes from step to step and in size.
at::Tensor gradient(int64_t step) {
  NamedTensor values{"g", {kSize}, {}};
  const RandomStream random(2, RandomUse::kBootstrap, {static_cast<uint64_t>(step)});
  for (uint64_t i = 0; i < kSize; ++i)
    values.values.push_back(static_cast<float>(random.normal(i) * (i % 7 == 0 ? 100 : 0.01)));
  return to_tensor(values, at::kCPU);
}

OptimizerConfig config_of(OptimizerType type) {
  OptimizerConfig config;
  config.type = type;
  config.weight_decay = 0.01;
  return config;
}

std::unique_ptr<torch::optim::Optimizer> reference(OptimizerType type, const at::Tensor& weight) {
  const std::vector<at::Tensor> parameters{weight};
  switch (type) {
    case OptimizerType::kSgd:
      return std::make_unique<torch::optim::SGD>(
          parameters, torch::optim::SGDOptions(0.002).momentum(0.9).weight_decay(0.01));
    case OptimizerType::kAdam:
      return std::make_unique<torch::optim::Adam>(parameters,
                                                  torch::optim::AdamOptions(0.002).weight_decay(0.01));
    default:
      return std::make_unique<torch::optim::AdamW>(parameters,
                                                   torch::optim::AdamWOptions(0.002).weight_decay(0.01));
  }
}

class AgainstLibtorch : public testing::TestWithParam<OptimizerType> {};

TEST_P(AgainstLibtorch, TakesTheSameThreeHundredSteps) {
  at::Tensor ours = start();
  at::Tensor theirs = start();
  Optimizer optimizer(config_of(GetParam()), {"w"}, {ours});
  const auto expected = reference(GetParam(), theirs);
  for (int64_t step = 1; step <= 300; ++step) {
    ours.mutable_grad() = gradient(step);
    theirs.mutable_grad() = gradient(step);
    optimizer.clip(std::nullopt, std::nullopt);
    optimizer.step({.learning_rate = 0.002, .number = step});
    expected->step();
  }
  EXPECT_GT(ours.sub(start()).abs().max().item<double>(), 0.01);
  EXPECT_LT(ours.sub(theirs).abs().max().item<double>(), 1e-5);  // float rounding over 300 steps
}

TEST_P(AgainstLibtorch, ContinuesFromASavedState) {
  at::Tensor whole = start();
  Optimizer uninterrupted(config_of(GetParam()), {"w"}, {whole});
  at::Tensor half = start();
  auto stopped = std::make_unique<Optimizer>(config_of(GetParam()), std::vector<std::string>{"w"},
                                             std::vector<at::Tensor>{half});
  for (int64_t step = 1; step <= 20; ++step) {
    whole.mutable_grad() = gradient(step);
    half.mutable_grad() = gradient(step);
    uninterrupted.clip(std::nullopt, std::nullopt);
    uninterrupted.step({.learning_rate = 0.002, .number = step});
    if (step == 11) {
      const Parameters state = stopped->state();
      stopped = std::make_unique<Optimizer>(config_of(GetParam()), std::vector<std::string>{"w"},
                                            std::vector<at::Tensor>{half});
      stopped->set_state(state);
    }
    stopped->clip(std::nullopt, std::nullopt);
    stopped->step({.learning_rate = 0.002, .number = step});
  }
  EXPECT_TRUE(whole.equal(half));
}

INSTANTIATE_TEST_SUITE_P(EveryType, AgainstLibtorch,
                         testing::Values(OptimizerType::kSgd, OptimizerType::kAdam, OptimizerType::kAdamW));

TEST(Optimizer, LeavesFrozenParametersAlone) {
  at::Tensor frozen = start().detach();
  Optimizer optimizer(config_of(OptimizerType::kAdam), {"frozen", "w"}, {frozen, start()});
  optimizer.step({.learning_rate = 0.1, .number = 1});
  EXPECT_TRUE(frozen.equal(start().detach()));
}

TEST(Optimizer, RefusesAStateOfAnotherShape) {
  Optimizer optimizer(config_of(OptimizerType::kSgd), {"w"}, {start()});
  EXPECT_THROW(optimizer.set_state({{"momentum.w", {2}, {0.0F, 0.0F}}}), FormatError);
  EXPECT_THROW(optimizer.set_state({}), FormatError);
}

}  // namespace
}  // namespace sentiment
