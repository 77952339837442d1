#include "analysis/path_integral.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sentiment {
namespace {

/// One coordinate, its slope that of the score.
template <class Score, class Slope>
PathIntegral integral_of(const Score& score, const Slope& slope) {
  return integrate_path([&](const std::vector<double>& places, bool) {
    std::vector<ScaledScore> points;
    for (const double place : places) points.push_back({score(place), {slope(place)}});
    return points;
  });
}

TEST(PathIntegral, IsExactForACubicAtOnce) {
  const auto found = integral_of([](double x) { return 1 + x * x * x * x; },
                                 [](double x) { return x < 0.002 ? 0.0 : 4 * x * x * x; });
  EXPECT_EQ(found.start, 1.0);
  EXPECT_EQ(found.end, 2.0);
  EXPECT_NEAR(found.contributions[0], 1.0, 1e-12);
  EXPECT_NEAR(found.error, 0.0, 1e-12);
  EXPECT_EQ(found.points, 66);  // 65 of 32 intervals, and the one beside zero
}

TEST(PathIntegral, DividesWhereASlopeJumps) {
  // A slope of a hundred from place 0.3141 on.
  const auto found = integral_of([](double x) { return 0.5 * x + 100 * std::max(0.0, x - 0.3141); },
                                 [](double x) { return x < 0.3141 ? 0.5 : 100.5; });
  EXPECT_NEAR(found.contributions[0], 0.5 + 68.59, 0.005 * 69.09);
  EXPECT_GT(found.points, 66);
  EXPECT_LT(found.points, 140);
}

TEST(PathIntegral, FollowsASwitchThatIsThrownInAMillionthOfThePath) {
  bool was_steep = false;
  const PathIntegral found = integrate_path([&](const std::vector<double>& places, bool steep) {
    std::vector<ScaledScore> points;
    for (const double x : places) {
      const double switched = std::tanh((x - 0.3141) * 1e6);
      points.push_back({switched, {1e6 * (1 - switched * switched)}});
    }
    was_steep = was_steep || steep;
    return points;
  });
  EXPECT_NEAR(found.contributions[0], 2.0, 0.01);
  EXPECT_TRUE(was_steep);
}

TEST(PathIntegral, TakesTheSlopeBesideZeroForThatAtZero) {
  const auto found = integral_of([](double x) { return 2 * x; }, [](double x) { return x == 0 ? 1e9 : 2.0; });
  EXPECT_NEAR(found.contributions[0], 2.0, 1e-12);
}

TEST(PathIntegral, SaysByHowMuchItMissesAndSpreadsNothing) {
  // The slope does not belong to the score, so no number of points helps.
  const auto found = integral_of([](double x) { return 3 * x; }, [](double) { return 2.0; });
  EXPECT_NEAR(found.contributions[0], 2.0, 1e-12);
  EXPECT_NEAR(found.error, -1.0, 1e-12);
  EXPECT_LE(found.points, 1025);
  EXPECT_GT(found.points, 990);
}

TEST(PathIntegral, GivesUpOnAnOverflow) {
  const auto found = integral_of([](double x) { return 1e308 * 10 * x; }, [](double) { return 1.0; });
  EXPECT_FALSE(std::isfinite(found.error));
  EXPECT_EQ(found.points, 66);
}

TEST(PathIntegral, KeepsCoordinatesApart) {
  const PathIntegral found = integrate_path([](const std::vector<double>& places, bool) {
    std::vector<ScaledScore> points;
    for (const double x : places) points.push_back({x - x * x, {1.0, -2 * x, 0.0}});
    return points;
  });
  EXPECT_NEAR(found.contributions[0], 1.0, 1e-12);
  EXPECT_NEAR(found.contributions[1], -1.0, 2e-5);  // the slope at zero is that at 1/1024
  EXPECT_EQ(found.contributions[2], 0.0);
  EXPECT_NEAR(found.error, std::accumulate(found.contributions.begin(), found.contributions.end(), 0.0),
              1e-12);
}

TEST(PathIntegral, AsksForFewPointsAtATime) {
  std::size_t most = 0;
  integrate_path([&](const std::vector<double>& places, bool) {
    most = std::max(most, places.size());
    return std::vector<ScaledScore>(places.size(), {0.0, {1.0}});
  });
  EXPECT_EQ(most, 66u);
}

}  // namespace
}  // namespace sentiment
