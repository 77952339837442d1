#include "core/range.h"

#include <gtest/gtest.h>

#include <cmath>

namespace sentiment {
namespace {

TEST(Range, AtLeastHoldsItsEdge) {
  EXPECT_TRUE(at_least(3).contains(3));
  EXPECT_TRUE(at_least(3).contains(HUGE_VAL));
  EXPECT_FALSE(at_least(3).contains(2.9));
}

TEST(Range, AboveDoesNotHoldItsEdge) {
  EXPECT_FALSE(above(0).contains(0));
  EXPECT_FALSE(above(0).contains(-0.0));
  EXPECT_TRUE(above(0).contains(5e-324));
}

TEST(Range, BetweenHoldsBothEdges) {
  EXPECT_TRUE(between(0, 1).contains(0));
  EXPECT_TRUE(between(0, 1).contains(1));
  EXPECT_FALSE(between(0, 1).contains(1.1));
  EXPECT_FALSE(between(0, 1).contains(-0.1));
}

TEST(Range, FromBelowHoldsOnlyTheLowerEdge) {
  EXPECT_TRUE(from_below(0, 1).contains(0));
  EXPECT_FALSE(from_below(0, 1).contains(1));
}

TEST(Range, InsideHoldsNeitherEdge) {
  EXPECT_FALSE(inside(0, 1).contains(0));
  EXPECT_TRUE(inside(0, 1).contains(0.5));
  EXPECT_FALSE(inside(0, 1).contains(1));
}

TEST(Range, HoldsNoNan) {
  for (const Range& range : {any_number(), at_least(0), above(0), between(0, 1), from_below(0, 1)}) {
    EXPECT_FALSE(range.contains(std::nan("")));
  }
}

}  // namespace
}  // namespace sentiment
