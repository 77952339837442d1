#include "kernels/parameter_update.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "kernels/instruction_sets.h"

namespace sentiment {
namespace {

constexpr float kNever = std::numeric_limits<float>::infinity();

/// Weights with all that belongs to them, in numbers that are no multiple of a vector.
struct Weights {
  explicit Weights(int64_t count) {
    for (int64_t i = 0; i < count; ++i) {
      const auto x = static_cast<float>(i);
      value.push_back(std::sin(x));
      first.push_back(0.1F * std::cos(x));
      second.push_back(0.01F + 0.001F * static_cast<float>(i % 7));
      average.push_back(0.5F * std::sin(x));
      gradient.push_back(std::sin(3.0F * x));
    }
  }
  UpdateSpan span() {
    return {static_cast<int64_t>(value.size()),
            value.data(),
            gradient.data(),
            first.data(),
            second.data(),
            average.data()};
  }
  std::vector<float> value, first, second, average, gradient;
};

UpdateRule adamw() {
  UpdateRule rule;
  rule.kind = UpdateRule::Kind::kAdamW;
  rule.learning_rate = 0.01F;
  rule.weight_decay = 0.1F;
  rule.beta1 = 0.9F;
  rule.beta2 = 0.99F;
  rule.epsilon = 1e-8F;
  rule.correction1 = 0.19F;
  rule.correction2 = 0.141F;
  rule.clip_value = 0.7F;
  rule.scale = 0.5F;
  rule.average_share = 0.25F;
  return rule;
}

// Kingma and Ba 2015, Loshchilov and Hutter 2019: written down once more, in double precision.
void step_plainly(const UpdateRule& rule, Weights& w, std::size_t i) {
  const double cut = rule.clip_value;
  const double gradient = std::clamp<double>(w.gradient[i], -cut, cut) * rule.scale;
  const double first = rule.beta1 * w.first[i] + (1 - rule.beta1) * gradient;
  const double second = rule.beta2 * w.second[i] + (1 - rule.beta2) * gradient * gradient;
  const double value =
      w.value[i] * (1 - rule.learning_rate * rule.weight_decay) -
      rule.learning_rate * (first / rule.correction1) / (std::sqrt(second) / rule.correction2 + rule.epsilon);
  w.average[i] += static_cast<float>(rule.average_share * (value - w.average[i]));
  w.first[i] = static_cast<float>(first);
  w.second[i] = static_cast<float>(second);
  w.value[i] = static_cast<float>(value);
}

class UpdateKernelsOf : public testing::TestWithParam<InstructionSet> {};
INSTANTIATE_TEST_SUITE_P(EverySet, UpdateKernelsOf, testing::ValuesIn(runnable_sets()));

TEST_P(UpdateKernelsOf, StepAsAdamWDoes) {
  for (const int64_t count : {0, 1, 15, 16, 17, 100}) {
    Weights ours(count);
    Weights plain(count);
    update_kernels(GetParam()).update(adamw(), ours.span());
    for (std::size_t i = 0; i < plain.value.size(); ++i) {
      step_plainly(adamw(), plain, i);
      EXPECT_NEAR(ours.value[i], plain.value[i], 1e-6) << i << " of " << count;
      EXPECT_NEAR(ours.first[i], plain.first[i], 1e-7);
      EXPECT_NEAR(ours.second[i], plain.second[i], 1e-7);
      EXPECT_NEAR(ours.average[i], plain.average[i], 1e-6);
    }
  }
}

TEST_P(UpdateKernelsOf, MeasureTheGradientBeforeAndAfterTheCut) {
  const std::vector<float> gradient = {3.0F, -4.0F, 0.5F, 0.0F, -0.25F};
  const SquareSums sums = update_kernels(GetParam()).squares(5, gradient.data(), 1.0F);
  EXPECT_DOUBLE_EQ(sums.squares, 9 + 16 + 0.25 + 0.0625);
  EXPECT_DOUBLE_EQ(sums.cut_squares, 1 + 1 + 0.25 + 0.0625);
  EXPECT_EQ(sums.largest, 4.0F);
  EXPECT_EQ(update_kernels(GetParam()).squares(0, nullptr, kNever).squares, 0.0);
}

TEST(ParameterUpdate, StepsARowWithoutGradientAsOneOfZero) {
  constexpr int64_t kRows = 5;
  constexpr int64_t kColumns = 7;
  Weights dense(kRows * kColumns);
  Weights sparse(kRows * kColumns);
  const std::vector<int32_t> row_of_gradient = {-1, 1, -1, 0, -1};
  std::vector<float> rows(2 * kColumns);
  std::fill(dense.gradient.begin(), dense.gradient.end(), 0.0F);
  for (int64_t c = 0; c < kColumns; ++c) {
    rows[static_cast<std::size_t>(c)] = dense.gradient[static_cast<std::size_t>(3 * kColumns + c)] = 0.3F;
    rows[static_cast<std::size_t>(kColumns + c)] = dense.gradient[static_cast<std::size_t>(kColumns + c)] =
        -0.2F;
  }
  const auto parameter = [&](Weights& w, const std::vector<float>& gradient, const int32_t* row_of,
                             int64_t count) {
    return std::vector<TrainedParameter>{{kRows, kColumns, w.value.data(), w.first.data(), w.second.data(),
                                          w.average.data(), gradient.data(), row_of, count}};
  };
  ThreadPool pool(3);
  update_parameters(parameter(dense, dense.gradient, nullptr, kRows), adamw(), pool);
  update_parameters(parameter(sparse, rows, row_of_gradient.data(), 2), adamw(), pool);
  EXPECT_EQ(sparse.value, dense.value);
  EXPECT_EQ(sparse.first, dense.first);
  EXPECT_EQ(sparse.second, dense.second);
  EXPECT_EQ(sparse.average, dense.average);
}

TEST(ParameterUpdate, SumsTheSameForAnyNumberOfThreads) {
  Weights weights(200'000);
  const std::vector<TrainedParameter> parameters = {{200, 1000, weights.value.data(), weights.first.data(),
                                                     weights.second.data(), nullptr, weights.gradient.data(),
                                                     nullptr, 200}};
  ThreadPool one(1);
  ThreadPool four(4);
  const SquareSums alone = gradient_squares(parameters, 0.5F, one);
  const SquareSums shared = gradient_squares(parameters, 0.5F, four);
  EXPECT_EQ(alone.squares, shared.squares);
  EXPECT_EQ(alone.cut_squares, shared.cut_squares);
  EXPECT_NEAR(alone.squares, 100'000, 100);  // the mean of a sine's square is a half
  EXPECT_LT(alone.cut_squares, alone.squares);
}

}  // namespace
}  // namespace sentiment
