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
  const ClipTensors report = clip_gradients(both, 10.0, 10.0);
  EXPECT_DOUBLE_EQ(report.norm.item<double>(), 5.0);
  EXPECT_FALSE(report.clipped.item<bool>());
  EXPECT_EQ(values(both[0]), std::vector<float>{3.0F});
}

TEST(ClipGradients, CutsEachElementToTheClassicTwo) {
  const auto both = gradients({3.0F, -1.0F}, {-4.0F});
  const ClipTensors report = clip_gradients(both, 2.0, std::nullopt);
  EXPECT_TRUE(report.clipped.item<bool>());
  EXPECT_NEAR(report.norm.item<double>(), std::sqrt(26.0), 1e-6);
  EXPECT_EQ(values(both[0]), (std::vector<float>{2.0F, -1.0F}));
  EXPECT_EQ(values(both[1]), std::vector<float>{-2.0F});
}

TEST(ClipGradients, ScalesAllTensorsTogetherToTheNorm) {
  const auto both = gradients({3.0F}, {4.0F});
  EXPECT_TRUE(clip_gradients(both, std::nullopt, 1.0).clipped.item<bool>());
  EXPECT_NEAR(values(both[0])[0], 0.6F, 1e-6);
  EXPECT_NEAR(values(both[1])[0], 0.8F, 1e-6);
}

TEST(ClipGradients, CutsByValueBeforeByNorm) {
  const auto both = gradients({30.0F}, {40.0F});
  const ClipTensors report = clip_gradients(both, 2.0, 1.0);
  EXPECT_DOUBLE_EQ(report.norm.item<double>(), 50.0);
  EXPECT_NEAR(values(both[0])[0], std::sqrt(0.5), 1e-6);  // (2, 2) scaled to 1; by norm first it would be 0.6
}

TEST(ClipGradients, SaysWhatIsNotFinite) {
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    const auto both = gradients({bad}, {40.0F});
    EXPECT_FALSE(std::isfinite(clip_gradients(both, 2.0, 1.0).norm.item<double>()));
  }
}

TEST(ClipGradients, TellsWhichOfTheTwoItDid) {
  const ClipTensors cut = clip_gradients(gradients({3.0F}, {0.5F}), 2.0, 10.0);
  EXPECT_TRUE(cut.clipped.item<bool>());
  EXPECT_FALSE(cut.scaled.item<bool>());
  const ClipTensors scaled = clip_gradients(gradients({3.0F}, {0.5F}), 5.0, 1.0);
  EXPECT_TRUE(scaled.clipped.item<bool>());
  EXPECT_TRUE(scaled.scaled.item<bool>());
}

}  // namespace
}  // namespace sentiment
