#include "metrics/calibration.h"

#include <gtest/gtest.h>

#include <cmath>

namespace sentiment {
namespace {

TEST(Calibration, PutsABoundaryIntoTheBinBelowAndZeroIntoTheFirst) {
  Calibration calibration;
  calibration.add(0.0, false);
  calibration.add(0.2, true);  // 3 / 15
  calibration.add(0.201, false);
  calibration.add(1.0, true);
  const std::vector<ReliabilityBin> bins = calibration.bins();
  ASSERT_EQ(bins.size(), 15u);
  EXPECT_EQ(bins[0].count, 1);
  EXPECT_EQ(bins[2].count, 1);
  EXPECT_DOUBLE_EQ(bins[2].high, 0.2);
  EXPECT_EQ(bins[3].count, 1);
  EXPECT_EQ(bins[14].count, 1);
}

TEST(Calibration, MeasuresConfidenceAgainstAccuracyInEachBin) {
  Calibration calibration;
  for (const bool right : {true, true, true, false}) calibration.add(0.95, right);
  for (const bool right : {true, false}) calibration.add(0.6, right);
  const std::vector<ReliabilityBin> bins = calibration.bins();
  EXPECT_DOUBLE_EQ(bins[14].confidence, 0.95);
  EXPECT_DOUBLE_EQ(bins[14].accuracy, 0.75);
  EXPECT_DOUBLE_EQ(bins[8].confidence, 0.6);
  EXPECT_DOUBLE_EQ(bins[8].accuracy, 0.5);
  EXPECT_NEAR(calibration.expected_error(), (4 * 0.2 + 2 * 0.1) / 6, 1e-12);
}

TEST(Calibration, HasNoErrorWithoutAnswers) { EXPECT_EQ(Calibration().expected_error(), 0.0); }

TEST(AtTemperature, DividesTheLogits) {
  const std::vector<double> tempered = at_temperature(std::vector{0.2, 0.8}, 2.0);  // odds 4 become 2
  EXPECT_NEAR(tempered[0], 1.0 / 3.0, 1e-12);
  EXPECT_NEAR(tempered[1], 2.0 / 3.0, 1e-12);
}

TEST(AtTemperature, LeavesACertainAnswerFiniteAndSummingToOne) {
  const std::vector<double> tempered = at_temperature(std::vector{0.0, 1.0}, 0.05);
  EXPECT_EQ(tempered[0], 0.0);
  EXPECT_EQ(tempered[1], 1.0);
}

TEST(TemperatureFit, FindsTheTemperatureAtWhichConfidenceIsAccuracy) {
  TemperatureFit fit;  // says 0.99, is right in three of four: odds of 99 should be odds of 3
  for (const std::size_t truth : {1, 1, 1, 0}) fit.add(std::vector{0.01, 0.99}, truth);
  EXPECT_NEAR(fit.temperature(), std::log(99.0) / std::log(3.0), 1e-4);
}

TEST(TemperatureFit, SharpensAnswersThatAreTooModest) {
  TemperatureFit fit;  // says 0.6, is right in nine of ten
  for (int i = 0; i < 10; ++i) fit.add(std::vector{0.2, 0.6, 0.2}, i == 0 ? 0 : 1);
  // e^(b ln 3) / (e^(b ln 3) + 2) = 0.9: 3^b = 18
  EXPECT_NEAR(fit.temperature(), std::log(3.0) / std::log(18.0), 1e-4);
}

TEST(TemperatureFit, StaysWithinItsBounds) {
  TemperatureFit always_right;
  always_right.add(std::vector{0.4, 0.6}, 1);
  EXPECT_EQ(always_right.temperature(), TemperatureFit::kLowest);
  TemperatureFit always_wrong;
  always_wrong.add(std::vector{0.4, 0.6}, 0);
  EXPECT_EQ(always_wrong.temperature(), TemperatureFit::kHighest);
}

TEST(TemperatureFit, IsOneWhereNothingCanBeLearnt) {
  EXPECT_EQ(TemperatureFit().temperature(), 1.0);
  TemperatureFit undecided;
  undecided.add(std::vector{0.5, 0.5}, 0);
  EXPECT_EQ(undecided.temperature(), 1.0);
}

}  // namespace
}  // namespace sentiment
