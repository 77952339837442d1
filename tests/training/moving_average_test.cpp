#include "training/moving_average.h"

#include <gtest/gtest.h>

namespace sentiment {
namespace {

TEST(AverageShare, WarmsUpSoThatTheInitialWeightsAreForgotten) {
  EXPECT_DOUBLE_EQ(average_share(0.998, 1), 9.0 / 11.0);
}

TEST(AverageShare, IsTheRestOfTheDecayLater) { EXPECT_NEAR(average_share(0.998, 100'000), 0.002, 1e-12); }

}  // namespace
}  // namespace sentiment
