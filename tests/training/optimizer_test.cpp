// Against libtorch's own optimizers, over hundreds of steps.
#include "training/optimizer.h"

#include <ATen/ops/scalar_tensor.h>
#include <ATen/ops/zeros_like.h>
#include <gtest/gtest.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/sgd.h>

#include <limits>
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

at::Tensor numbers_of(at::IntArrayRef shape) {
  NamedTensor values{"", shape.vec(), {}};
  const RandomStream random(3, RandomUse::kBootstrap);
  for (int64_t i = 0; i < c10::multiply_integers(shape); ++i)
    values.values.push_back(static_cast<float>(random.normal(static_cast<uint64_t>(i))));
  return to_tensor(values, at::kCPU);
}

/// A gradient that changes from step to step and in size.
at::Tensor gradient(int64_t step) {
  NamedTensor values{"g", {kSize}, {}};
  const RandomStream random(2, RandomUse::kBootstrap, {static_cast<uint64_t>(step)});
  for (uint64_t i = 0; i < kSize; ++i)
    values.values.push_back(static_cast<float>(random.normal(i) * (i % 7 == 0 ? 100 : 0.01)));
  return to_tensor(values, at::kCPU);
}

OptimizerConfig config_of(OptimizerType type, double momentum = 0.9) {
  OptimizerConfig config;
  config.type = type;
  config.momentum = momentum;
  config.weight_decay = 0.01;
  return config;
}

std::unique_ptr<torch::optim::Optimizer> reference(const OptimizerConfig& config, const at::Tensor& weight) {
  const std::vector<at::Tensor> parameters{weight};
  switch (config.type) {
    case OptimizerType::kSgd:
      return std::make_unique<torch::optim::SGD>(
          parameters, torch::optim::SGDOptions(0.002).momentum(config.momentum).weight_decay(0.01));
    case OptimizerType::kAdam:
      return std::make_unique<torch::optim::Adam>(parameters,
                                                  torch::optim::AdamOptions(0.002).weight_decay(0.01));
    default:
      return std::make_unique<torch::optim::AdamW>(parameters,
                                                   torch::optim::AdamWOptions(0.002).weight_decay(0.01));
  }
}

class AgainstLibtorch : public testing::TestWithParam<std::tuple<OptimizerConfig, bool>> {
 protected:
  OptimizerConfig config() const { return std::get<0>(GetParam()); }
  std::shared_ptr<ThreadPool> pool() const {
    return std::get<1>(GetParam()) ? std::make_shared<ThreadPool>(2) : nullptr;
  }
};

TEST_P(AgainstLibtorch, LeavesWeightsAndMomentsAsTheyAreAtASkippedStep) {
  const at::Tensor weight = start();
  Optimizer optimizer(config(), {"w"}, {weight}, pool());
  const auto step = [&](int64_t number, float skipped) {
    weight.mutable_grad() = gradient(number);
    if (skipped != 0.0F) weight.mutable_grad()[3] = std::numeric_limits<float>::quiet_NaN();
    optimizer.clip(std::nullopt, 1.0);
    optimizer.step(
        {.learning_rate = 0.002, .number = number, .skipped = at::scalar_tensor(skipped, at::kFloat)});
  };
  step(1, 0.0F);
  const at::Tensor before = weight.detach().clone();
  const Parameters moments = optimizer.state();
  EXPECT_FALSE(before.equal(start()));
  step(2, 1.0F);
  EXPECT_TRUE(weight.equal(before));
  for (std::size_t i = 0; i < moments.size(); ++i)
    EXPECT_EQ(optimizer.state()[i].values, moments[i].values) << moments[i].name;
}

TEST_P(AgainstLibtorch, TakesTheSameThreeHundredSteps) {
  at::Tensor ours = start();
  at::Tensor theirs = start();
  Optimizer optimizer(config(), {"w"}, {ours}, pool());
  const auto expected = reference(config(), theirs);
  for (int64_t step = 1; step <= 300; ++step) {
    ours.mutable_grad() = gradient(step);
    theirs.mutable_grad() = gradient(step);
    optimizer.clip(std::nullopt, std::nullopt);
    optimizer.step({.learning_rate = 0.002, .number = step});
    expected->step();
  }
  EXPECT_GT(ours.sub(start()).abs().max().item<double>(), 0.01);
  // Float rounding over 300 steps, in weights of up to 30.
  EXPECT_LT(ours.sub(theirs).abs().max().item<double>(), 1e-6 * theirs.abs().max().item<double>() + 1e-5);
}

TEST_P(AgainstLibtorch, ContinuesFromASavedState) {
  at::Tensor whole = start();
  Optimizer uninterrupted(config(), {"w"}, {whole}, pool());
  at::Tensor half = start();
  auto stopped = std::make_unique<Optimizer>(config(), std::vector<std::string>{"w"},
                                             std::vector<at::Tensor>{half}, pool());
  for (int64_t step = 1; step <= 20; ++step) {
    whole.mutable_grad() = gradient(step);
    half.mutable_grad() = gradient(step);
    uninterrupted.clip(std::nullopt, std::nullopt);
    uninterrupted.step({.learning_rate = 0.002, .number = step});
    if (step == 11) {
      const Parameters state = stopped->state();
      stopped = std::make_unique<Optimizer>(config(), std::vector<std::string>{"w"},
                                            std::vector<at::Tensor>{half}, pool());
      stopped->set_state(state);
    }
    stopped->clip(std::nullopt, std::nullopt);
    stopped->step({.learning_rate = 0.002, .number = step});
  }
  EXPECT_TRUE(whole.equal(half));
}

INSTANTIATE_TEST_SUITE_P(
    EveryType, AgainstLibtorch,
    testing::Combine(testing::Values(config_of(OptimizerType::kSgd), config_of(OptimizerType::kSgd, 0.0),
                                     config_of(OptimizerType::kAdam), config_of(OptimizerType::kAdamW)),
                     testing::Bool()));

/// Clips and averages on both paths.
void expect_same_clipped_steps(std::optional<double> clip_value, std::optional<double> clip_norm) {
  at::Tensor ours = start();
  at::Tensor theirs = start();
  const std::vector<at::Tensor> our_average{start().detach()};
  const std::vector<at::Tensor> their_average{start().detach()};
  Optimizer fused(config_of(OptimizerType::kAdamW), {"w"}, {ours}, std::make_shared<ThreadPool>(2));
  Optimizer libtorch(config_of(OptimizerType::kAdamW), {"w"}, {theirs});
  for (int64_t step = 1; step <= 50; ++step) {
    ours.mutable_grad() = gradient(step);
    theirs.mutable_grad() = gradient(step);
    const ClipTensors found = fused.clip(clip_value, clip_norm);
    const ClipTensors expected = libtorch.clip(clip_value, clip_norm);
    const auto norm = expected.norm.item<double>();
    EXPECT_NEAR(found.norm.item<double>(), norm, 1e-5 * norm);
    EXPECT_EQ(found.clipped.item<bool>(), expected.clipped.item<bool>());
    EXPECT_EQ(found.scaled.item<bool>(), expected.scaled.item<bool>());
    fused.step({.learning_rate = 0.01, .number = step, .average = &our_average, .average_share = 0.2});
    libtorch.step({.learning_rate = 0.01, .number = step, .average = &their_average, .average_share = 0.2});
  }
  EXPECT_LT(ours.sub(theirs).abs().max().item<double>(), 1e-5);
  EXPECT_LT(our_average[0].sub(their_average[0]).abs().max().item<double>(), 1e-5);
}

TEST(Optimizer, ClipsAndAveragesInOnePassAsLibtorchDoesInMany) {
  expect_same_clipped_steps(std::nullopt, std::nullopt);
  expect_same_clipped_steps(2.0, std::nullopt);
  expect_same_clipped_steps(std::nullopt, 1.0);
  expect_same_clipped_steps(2.0, 1.0);
  expect_same_clipped_steps(1e6, 1e6);
}

TEST(Optimizer, StepsRowsWithoutGradientAsWithOneOfZero) {
  const auto table = [] { return numbers_of({6, 17}).set_requires_grad(true); };
  at::Tensor sparse = table();
  at::Tensor dense = table();
  Optimizer by_row(config_of(OptimizerType::kAdam), {"w"}, {sparse}, std::make_shared<ThreadPool>(2));
  Optimizer whole(config_of(OptimizerType::kAdam), {"w"}, {dense}, std::make_shared<ThreadPool>(2));
  for (int64_t step = 1; step <= 20; ++step) {
    Batch batch{.words = {0, 1 + step % 5},
                .slots = {},
                .labels = {},
                .sequences = Sequences({}, 1, at::kCPU),
                .tokens = 0};
    batch.embedded_words = numbers_of({2, 17}).set_requires_grad(true);
    batch.embedded_words.mutable_grad() = numbers_of({2, 17}).mul(static_cast<double>(step));
    at::Tensor gradient = at::zeros_like(dense.detach());
    gradient.select(0, 0).copy_(batch.embedded_words.grad()[0]);
    gradient.select(0, 1 + step % 5).copy_(batch.embedded_words.grad()[1]);
    by_row.zero_gradients();
    by_row.use_word_gradient(batch);
    dense.mutable_grad() = gradient;
    EXPECT_NEAR(by_row.clip(std::nullopt, 3.0).norm.item<double>(),
                whole.clip(std::nullopt, 3.0).norm.item<double>(), 1e-4);
    by_row.step({.learning_rate = 0.01, .number = step});
    whole.step({.learning_rate = 0.01, .number = step});
    EXPECT_LT(sparse.sub(dense).abs().max().item<double>(), 1e-6);
  }
}

TEST(Optimizer, LeavesFrozenParametersAlone) {
  at::Tensor frozen = start().detach();
  Optimizer optimizer(config_of(OptimizerType::kAdam), {"frozen", "w"}, {frozen, start()});
  optimizer.step({.learning_rate = 0.1, .number = 1});
  EXPECT_TRUE(frozen.equal(start().detach()));
}

TEST(Optimizer, TakesALateParametersStepsAsThoseOfANewRun) {
  for (const std::shared_ptr<ThreadPool>& pool :
       {std::shared_ptr<ThreadPool>(), std::make_shared<ThreadPool>(2)}) {
    for (const OptimizerType type : {OptimizerType::kSgd, OptimizerType::kAdam, OptimizerType::kAdamW}) {
      at::Tensor late = start();
      at::Tensor own = start();
      const std::vector<at::Tensor> average{start().detach(), start().detach()};
      Optimizer whole(config_of(type), {"w", "late"}, {start(), late}, pool, {{1.0, 0}, {0.5, 3}});
      Optimizer alone(config_of(type), {"late"}, {own}, pool);
      for (int64_t step = 1; step <= 3; ++step) {
        late.mutable_grad() = gradient(step);
        whole.clip(std::nullopt, std::nullopt);
        whole.step({.learning_rate = 0.02, .number = step, .average = &average, .average_share = 0.2});
      }
      EXPECT_TRUE(late.equal(start()));
      EXPECT_TRUE(average[1].equal(start()));
      for (int64_t step = 1; step <= 5; ++step) {
        late.mutable_grad() = gradient(step);
        own.mutable_grad() = gradient(step);
        whole.clip(std::nullopt, std::nullopt);
        whole.step({.learning_rate = 0.02, .number = 3 + step});
        alone.clip(std::nullopt, std::nullopt);
        alone.step({.learning_rate = 0.01, .number = step});
      }
      EXPECT_TRUE(late.equal(own));
      EXPECT_FALSE(late.equal(start()));
    }
  }
}

TEST(Optimizer, RefusesAStateOfAnotherShape) {
  Optimizer optimizer(config_of(OptimizerType::kSgd), {"w"}, {start()});
  EXPECT_THROW(optimizer.set_state({{"momentum.w", {2}, {0.0F, 0.0F}}}), FormatError);
  EXPECT_THROW(optimizer.set_state({}), FormatError);
}

}  // namespace
}  // namespace sentiment
