#include "baselines/linear_svm.h"

#include <gtest/gtest.h>

namespace sentiment {
namespace {

TEST(FitSvm, SolvesASingleExampleExactly) {
  // The score is 5 a with a = 2 C (1 - 5 a), as the feature's value is 2 and the bias's 1: a = 2 / 11.
  const std::vector<SparseExample> examples = {{0}};
  const std::vector<float> values = {2.0F};
  const std::vector<int8_t> signs = {1};
  const LinearModel model =
      fit_svm({.examples = examples, .values = values, .signs = signs, .cost = 1.0}, 1, 0);
  EXPECT_NEAR(model.weights[0], 8.0 / 11.0, 1e-6);
  EXPECT_NEAR(model.bias, 2.0 / 11.0, 1e-6);
}

TEST(FitSvm, LeavesOutFeaturesThatNoExampleHas) {
  const std::vector<SparseExample> examples = {{1}, {2}};
  const std::vector<float> values = {1.0F, 1.0F, -1.0F};
  const std::vector<int8_t> signs = {1, -1};
  const LinearModel model = fit_svm({.examples = examples, .values = values, .signs = signs}, 1, 0);
  EXPECT_EQ(model.weights[0], 0.0F);
  EXPECT_GT(model.weights[1] + model.bias, 0.0F);
  EXPECT_LT(model.weights[2] + model.bias, 0.0F);
}

TEST(FitSvm, AnswersTheOnlySideThereIs) {
  const std::vector<SparseExample> examples = {{0}, {}};
  const std::vector<float> values = {0.5F};
  const std::vector<int8_t> signs = {-1, -1};
  const LinearModel model = fit_svm({.examples = examples, .values = values, .signs = signs}, 1, 0);
  EXPECT_LT(model.bias, 0.0F);
  EXPECT_LE(model.weights[0], 0.0F);
}

TEST(FitSvm, HasNothingToSayWithoutExamples) {
  const LinearModel model = fit_svm({}, 1, 0);
  EXPECT_TRUE(model.weights.empty());
  EXPECT_EQ(model.bias, 0.0F);
}

TEST(FitSvm, StopsWhenItsVisitsAreUsedUp) {
  const std::vector<SparseExample> examples = {{0, 1}, {0, 2}, {1, 2}, {0}};
  const std::vector<float> values = {3.0F, 2.0F, -1.0F};
  const std::vector<int8_t> signs = {1, -1, 1, -1};
  const auto fitted = [&](int64_t visits) {
    return fit_svm(
        {.examples = examples, .values = values, .signs = signs, .cost = 10.0, .max_visits = visits}, 1, 0);
  };
  EXPECT_EQ(fitted(1).weights, fitted(7).weights);  // one pass
  EXPECT_NE(fitted(7).weights, fitted(700).weights);
}

}  // namespace
}  // namespace sentiment
