#include "analysis/evaluation_figures.h"

#include <gtest/gtest.h>

#include <cmath>

namespace sentiment {
namespace {

Prediction answer(double negative, int64_t tokens = 4, int64_t unknown = 0) {
  return {.probabilities = {negative, 1.0 - negative},
          .label = negative >= 0.5 ? 0 : 1,
          .tokens = tokens,
          .unknown = unknown,
          .read = tokens};
}

TEST(EvaluationFigures, KeepTheTenSurestErrorsInOrder) {
  EvaluationFigures figures(2);
  for (int i = 0; i < 15; ++i) {
    const double sure = 0.6 + 0.02 * ((i * 7) % 15);  // all different, in no order
    figures.add(1, answer(sure), "row " + std::to_string(i), "text");
    figures.add(0, answer(0.99), "right", "text");
  }
  const std::vector<WrongAnswer>& errors = figures.surest_errors();
  ASSERT_EQ(errors.size(), 10u);
  EXPECT_NEAR(errors.front().probability, 0.88, 1e-12);
  EXPECT_NEAR(errors.back().probability, 0.70, 1e-12);
  for (std::size_t i = 1; i < errors.size(); ++i) EXPECT_GT(errors[i - 1].probability, errors[i].probability);
  EXPECT_EQ(errors.front().truth, 1u);
  EXPECT_EQ(errors.front().predicted, 0u);
  EXPECT_EQ(errors.front().place, "row 2");
}

TEST(EvaluationFigures, KeepTheFirstOfEquallySureErrors) {
  EvaluationFigures figures(2);
  for (int i = 0; i < 12; ++i) figures.add(1, answer(0.9), std::to_string(i), "text");
  EXPECT_EQ(figures.surest_errors().front().place, "0");
  EXPECT_EQ(figures.surest_errors().back().place, "9");
}

TEST(EvaluationFigures, CutALongTextBetweenCharacters) {
  EvaluationFigures figures(2);
  std::string text(EvaluationFigures::kBeginningBytes - 1, 'a');
  figures.add(1, answer(0.9), "p", text + "é and more");
  EXPECT_EQ(figures.surest_errors()[0].beginning, text + "...");
}

TEST(EvaluationFigures, MeasureCalibrationBeforeAndAfterTheTemperature) {
  EvaluationFigures figures(2, 2.0);
  for (const std::size_t truth : {0, 0, 1}) figures.add(truth, answer(0.8), "p", "t");
  EXPECT_NEAR(figures.calibration().expected_error(), 0.8 - 2.0 / 3.0, 1e-12);
  EXPECT_NEAR(figures.calibration_at_temperature().expected_error(), 0.0, 1e-12);  // odds of 4 become 2
  EXPECT_EQ(EvaluationFigures(2).calibration_at_temperature().expected_error(), 0.0);
}

TEST(EvaluationFigures, SortExamplesByLengthAndByUnknownTokens) {
  EvaluationFigures figures(2);
  figures.add(0, answer(0.9, 1, 0), "p", "t");
  figures.add(0, answer(0.9, 2, 0), "p", "t");
  figures.add(1, answer(0.9, 100, 3), "p", "t");
  figures.add(0, answer(0.9, 200, 40), "p", "t");
  const std::vector<Bucket> lengths = figures.by_length();
  ASSERT_EQ(lengths.size(), 4u);
  EXPECT_EQ(lengths[2].low, 100);
  EXPECT_EQ(lengths[2].accuracy(), 0.0);
  const std::vector<Bucket> rates = figures.by_oov_rate();
  ASSERT_EQ(rates.size(), 3u);
  EXPECT_EQ(rates[0].count, 2);
  EXPECT_EQ(rates[1].low, 0.03);
  EXPECT_EQ(rates[2].low, 0.2);
}

TEST(EvaluationFigures, AreZeroWithoutExamples) {
  const EvaluationFigures figures(3);
  EXPECT_EQ(figures.accuracy(), 0.0);
  EXPECT_EQ(figures.loss(), 0.0);
  EXPECT_TRUE(figures.by_length().empty());
}

TEST(EvaluationFigures, StayFiniteWhenTheTruthHadNoProbability) {
  EvaluationFigures figures(2, 3.0);
  figures.add(1, answer(1.0), "p", "t");
  EXPECT_TRUE(std::isfinite(figures.loss()));
  EXPECT_TRUE(std::isfinite(figures.calibration_at_temperature().expected_error()));
}

}  // namespace
}  // namespace sentiment
