#include "training/stuck_loss.h"

#include <gtest/gtest.h>

#include <cmath>

namespace sentiment {
namespace {

/// The steps at which it speaks, of 1000 steps of 32 reviews with this loss and accuracy.
std::vector<StuckSteps> said(const StuckLoss& watch, double loss, double accuracy) {
  std::vector<StuckSteps> found;
  StuckState state;
  for (int64_t step = 1; step <= 1000; ++step) {
    if (const auto stuck = watch.add(state, step, loss, std::llround(32.0 * accuracy), 32))
      found.push_back(*stuck);
  }
  return found;
}

TEST(StuckLoss, SpeaksOnceAfterTheSecondWindow) {
  const std::vector<StuckSteps> found = said(StuckLoss({500, 500}, false, 0.0, 1000), 0.6931, 0.5);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].first, 201);
  EXPECT_EQ(found[0].last, 400);
  EXPECT_NEAR(found[0].loss, 0.6931, 1e-9);
  EXPECT_NEAR(found[0].guessing_loss, std::log(2.0), 1e-12);
  EXPECT_EQ(found[0].accuracy, 0.5);
}

TEST(StuckLoss, HasShorterWindowsInAShortRun) {
  EXPECT_EQ(said(StuckLoss({5, 5}, false, 0.0, 300), 0.6931, 0.5).at(0).last, 300);
  EXPECT_EQ(said(StuckLoss({5, 5}, false, 0.0, 20), 0.6931, 0.5).at(0).last, 200);
}

TEST(StuckLoss, IsSilentWhereSomethingIsLearnt) {
  EXPECT_TRUE(said(StuckLoss({500, 500}, false, 0.0, 1000), 0.68, 0.5).empty());
  EXPECT_TRUE(said(StuckLoss({500, 500}, false, 0.0, 1000), 0.71, 0.5).empty());
  EXPECT_TRUE(said(StuckLoss({500, 500}, false, 0.0, 1000), 0.6931, 0.5625).empty());
}

TEST(StuckLoss, KnowsWhatGuessingCosts) {
  // -(0.9 ln 0.9 + 0.1 ln 0.1); evened out by weights; with a fifth of the target spread evenly 0.82 and
  // 0.18.
  EXPECT_NEAR(said(StuckLoss({900, 100}, false, 0.0, 1000), 0.325, 0.9).at(0).guessing_loss, 0.32508, 1e-5);
  EXPECT_NEAR(said(StuckLoss({900, 100}, true, 0.0, 1000), 0.693, 0.9).at(0).guessing_loss, 0.69315, 1e-5);
  EXPECT_NEAR(said(StuckLoss({900, 100}, false, 0.2, 1000), 0.471, 0.9).at(0).guessing_loss, 0.47139, 1e-5);
  EXPECT_NEAR(said(StuckLoss({4, 4, 4, 4, 4}, false, 0.0, 1000), 1.61, 0.2).at(0).guessing_loss,
              std::log(5.0), 1e-12);
  EXPECT_TRUE(said(StuckLoss({900, 100}, false, 0.0, 1000), 0.693, 0.5).empty());
}

}  // namespace
}  // namespace sentiment
