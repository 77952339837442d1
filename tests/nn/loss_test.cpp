#include "nn/loss.h"

#include <gtest/gtest.h>

#include <cmath>

#include "nn/tensors.h"

namespace sentiment {
namespace {

const at::Tensor& logits() {
  static const at::Tensor tensor =
      to_tensor({"logits", {2, 2}, {0.0F, std::log(3.0F), 0.0F, 0.0F}}, at::kCPU);
  return tensor;  // probabilities (1/4, 3/4) and (1/2, 1/2)
}

const at::Tensor& labels() {
  static const at::Tensor tensor = integer_tensor({0, 1}, {2}, at::kCPU);
  return tensor;
}

TEST(RowLosses, AreNegativeLogProbabilities) {
  const at::Tensor losses = row_losses(logits(), labels(), {});
  EXPECT_NEAR(losses[0].item<double>(), std::log(4.0), 1e-6);
  EXPECT_NEAR(losses[1].item<double>(), std::log(2.0), 1e-6);
  EXPECT_EQ(loss_weight(labels(), {}).item<double>(), 2.0);
}

TEST(RowLosses, AreWeighedByTheirLabelsClass) {
  const LossOptions options{.class_weights = to_tensor({"w", {2}, {3.0F, 0.5F}}, at::kCPU)};
  EXPECT_NEAR(row_losses(logits(), labels(), options)[0].item<double>(), 3.0 * std::log(4.0), 1e-5);
  EXPECT_EQ(loss_weight(labels(), options).item<double>(), 3.5);
}

TEST(RowLosses, SpreadPartOfTheTargetUnderSmoothing) {
  const LossOptions options{.class_weights = {}, .label_smoothing = 0.2};
  const double expected = 0.9 * std::log(4.0) + 0.1 * std::log(4.0 / 3.0);
  EXPECT_NEAR(row_losses(logits(), labels(), options)[0].item<double>(), expected, 1e-6);
}

}  // namespace
}  // namespace sentiment
