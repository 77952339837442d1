#include "training/gradient_clipping.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "nn/tensors.h"

namespace sentiment {
namespace {

std::vector<at::Tensor> gradients(std::vector<float> first, std::vector<float> second) {
  const auto tensor = [](std::vector<float> values) {
    const auto size = static_cast<int64_t>(values.size());
    return to_tensor({"g", {size}, std::move(values)}, at::kCPU);
  };
  return {tensor(std::move(first)), tensor(std::move(second))};
}

std::vector<float> values(const at::Tensor& tensor) { return to_named("g", tensor).values; }

TEST(ClipGradients, ReportsTheNormAndLeavesSmallOnesAlone) {
  const auto both = gradients({3.0F}, {4.0F});
  const ClipReport report = clip_gradients(both, 10.0, 10.0);
  EXPECT_DOUBLE_EQ(report.norm, 5.0);
  EXPECT_FALSE(report.clipped);
  EXPECT_EQ(values(both[0]), std::vector<float>{3.0F});
}

TEST(ClipGradients, CutsEachElementToTheClassicTwo) {
  const auto both = gradients({3.0F, -1.0F}, {-4.0F});
  const ClipReport report = clip_gradients(both, 2.0, std::nullopt);
  EXPECT_TRUE(report.clipped);
  EXPECT_NEAR(report.norm, std::sqrt(26.0), 1e-6);
  EXPECT_EQ(values(both[0]), (std::vector<float>{2.0F, -1.0F}));
  EXPECT_EQ(values(both[1]), std::vector<float>{-2.0F});
}

TEST(ClipGradients, ScalesAllTensorsTogetherToTheNorm) {
  const auto both = gradients({3.0F}, {4.0F});
  EXPECT_TRUE(clip_gradients(both, std::nullopt, 1.0).clipped);
  EXPECT_NEAR(values(both[0])[0], 0.6F, 1e-6);
  EXPECT_NEAR(values(both[1])[0], 0.8F, 1e-6);
}

TEST(ClipGradients, CutsByValueBeforeByNorm) {
  const auto both = gradients({30.0F}, {40.0F});
  const ClipReport report = clip_gradients(both, 2.0, 1.0);
  EXPECT_DOUBLE_EQ(report.norm, 50.0);
  EXPECT_NEAR(values(both[0])[0], std::sqrt(0.5), 1e-6);  // (2, 2) scaled to 1; by norm first it would be 0.6
}

TEST(ClipGradients, LeavesWhatIsNotFiniteAndSaysSo) {
  const auto both = gradients({std::numeric_limits<float>::quiet_NaN()}, {40.0F});
  EXPECT_FALSE(std::isfinite(clip_gradients(both, 2.0, 1.0).norm));
  EXPECT_EQ(values(both[1])[0], 40.0F);
}

}  // namespace
}  // namespace sentiment
