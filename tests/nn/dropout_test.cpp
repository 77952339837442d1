#include "nn/dropout.h"

#include <ATen/ops/ones.h>
#include <gtest/gtest.h>

namespace sentiment {
namespace {

at::Tensor mask(uint64_t seed, int64_t step, uint64_t layer = 0) {
  return Dropout(seed, step).apply(at::ones({100, 100}), {100, 100}, 0.3, RandomUse::kLayerDropout, layer);
}

TEST(Dropout, IsAFunctionOfSeedStepAndLayer) {
  EXPECT_TRUE(mask(1, 5).equal(mask(1, 5)));
  EXPECT_FALSE(mask(1, 5).equal(mask(1, 6)));
  EXPECT_FALSE(mask(1, 5).equal(mask(2, 5)));
  EXPECT_FALSE(mask(1, 5).equal(mask(1, 5, 1)));
}

TEST(Dropout, KeepsTheMean) {
  EXPECT_NEAR(mask(1, 5).mean().item<double>(), 1.0, 0.02);  // 10,000 draws: 3 deviations are 0.02
  EXPECT_FLOAT_EQ(mask(1, 5).max().item<float>(), 1.0F / 0.7F);
}

TEST(Dropout, SharesAMaskOverASizeOfOne) {
  const at::Tensor out =
      Dropout(1, 5).apply(at::ones({9, 4, 6}), {1, 4, 6}, 0.5, RandomUse::kEmbeddingDropout);
  for (int64_t t = 1; t < 9; ++t) EXPECT_TRUE(out[t].equal(out[0]));
}

TEST(Dropout, LeavesFeaturesAloneWithoutProbability) {
  const at::Tensor features = at::ones({2, 2});
  EXPECT_TRUE(Dropout(1, 5).apply(features, {2, 2}, 0.0, RandomUse::kHeadDropout).is_same(features));
}

}  // namespace
}  // namespace sentiment
