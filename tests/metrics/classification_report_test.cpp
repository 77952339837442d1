#include "metrics/classification_report.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace sentiment {
namespace {

/// rows: true class, columns: predicted class.
ConfusionMatrix matrix(const std::vector<std::vector<int64_t>>& rows) {
  ConfusionMatrix confusion(rows.size());
  for (std::size_t truth = 0; truth < rows.size(); ++truth) {
    for (std::size_t predicted = 0; predicted < rows.size(); ++predicted) {
      confusion.add(truth, predicted, rows[truth][predicted]);
    }
  }
  return confusion;
}

/// Five classes of unequal size; the last has no examples and no predictions.
ConfusionMatrix five_classes() {
  return matrix({{6, 2, 0, 0, 0}, {1, 3, 0, 0, 0}, {0, 0, 5, 5, 0}, {0, 1, 1, 0, 0}, {0, 0, 0, 0, 0}});
}

TEST(ConfusionMatrix, CountsRowsColumnsAndTheDiagonal) {
  const ConfusionMatrix confusion = matrix({{40, 10}, {5, 45}});
  EXPECT_EQ(confusion.total(), 100);
  EXPECT_EQ(confusion.correct(), 85);
  EXPECT_EQ(confusion.of_class(0), 50);
  EXPECT_EQ(confusion.of_class(1), 50);
  EXPECT_EQ(confusion.predicted_as(0), 45);
  EXPECT_EQ(confusion.predicted_as(1), 55);
}

TEST(ConfusionMatrix, AddsOneExampleUnlessToldOtherwise) {
  ConfusionMatrix confusion(2);
  confusion.add(1, 0);
  confusion.add(1, 0);
  confusion.add(1, 0, 3);
  EXPECT_EQ(confusion.at(1, 0), 5);
  EXPECT_EQ(confusion.at(0, 1), 0);
}

TEST(ScoresOf, GivesPrecisionRecallAndF1OfTwoClasses) {
  const ClassScores positive = scores_of(matrix({{40, 10}, {5, 45}}), 1);
  EXPECT_EQ(positive.support, 50);
  EXPECT_DOUBLE_EQ(positive.precision, 45.0 / 55.0);
  EXPECT_DOUBLE_EQ(positive.recall, 0.9);
  EXPECT_DOUBLE_EQ(positive.f1, 90.0 / 105.0);
}

TEST(ScoresOf, IsZeroAndNotNanForAClassThatIsAbsent) {
  const ClassScores absent = scores_of(five_classes(), 4);
  EXPECT_EQ(absent.support, 0);
  EXPECT_EQ(absent.precision, 0.0);
  EXPECT_EQ(absent.recall, 0.0);
  EXPECT_EQ(absent.f1, 0.0);
}

TEST(ScoresOf, IsZeroForAClassThatIsOnlyPredicted) {
  const ClassScores scores = scores_of(matrix({{3, 1}, {0, 0}}), 1);
  EXPECT_EQ(scores.support, 0);
  EXPECT_EQ(scores.precision, 0.0);
  EXPECT_EQ(scores.recall, 0.0);
  EXPECT_EQ(scores.f1, 0.0);
}

TEST(MacroF1, IsTheMeanOverTwoClasses) {
  // F1: 80/95 and 90/105.
  EXPECT_DOUBLE_EQ(macro_f1(matrix({{40, 10}, {5, 45}})), (80.0 / 95.0 + 90.0 / 105.0) / 2);
}

TEST(MacroF1, LeavesOutAClassWithoutExamplesAndPredictions) {
  // F1 by class: 12/15, 6/10, 10/16, 0/7; the fifth class does not count.
  EXPECT_DOUBLE_EQ(macro_f1(five_classes()), (0.8 + 0.6 + 0.625 + 0.0) / 4);
}

TEST(MacroF1, CountsAClassThatIsOnlyPredicted) {
  // F1: 6/7 and 0.
  EXPECT_DOUBLE_EQ(macro_f1(matrix({{3, 1}, {0, 0}})), 3.0 / 7.0);
}

TEST(MacroF1, IsZeroWithoutExamples) {
  EXPECT_EQ(macro_f1(ConfusionMatrix(3)), 0.0);
  EXPECT_EQ(macro_f1(ConfusionMatrix(0)), 0.0);
}

struct PublishedInterval {
  int64_t successes;
  int64_t total;
  double low;
  double high;
};

TEST(WilsonInterval, MatchesPublishedValues) {
  // Newcombe, Statistics in Medicine 17 (1998), table I, method 3; four decimals are printed there.
  const PublishedInterval published[] = {
      {81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0.0, 0.1611}, {1, 29, 0.0061, 0.1718}};
  for (const PublishedInterval& row : published) {
    const Interval interval = wilson_interval(row.successes, row.total);
    EXPECT_NEAR(interval.low, row.low, 0.00005) << row.successes << " of " << row.total;
    EXPECT_NEAR(interval.high, row.high, 0.00005) << row.successes << " of " << row.total;
  }
}

TEST(WilsonInterval, EndsExactlyAtZeroAndOne) {
  for (const int64_t total : {1, 3, 20, 25'000}) {
    EXPECT_EQ(wilson_interval(0, total).low, 0.0);
    EXPECT_GT(wilson_interval(0, total).high, 0.0);
    EXPECT_LT(wilson_interval(total, total).low, 1.0);
    EXPECT_EQ(wilson_interval(total, total).high, 1.0);
  }
}

TEST(WilsonInterval, KnowsNothingWithoutExamples) {
  EXPECT_EQ(wilson_interval(0, 0).low, 0.0);
  EXPECT_EQ(wilson_interval(0, 0).high, 1.0);
}

TEST(BootstrapMacroF1, IsAFunctionOfItsArguments) {
  const Interval once = bootstrap_macro_f1(five_classes(), 200, 7);
  const Interval again = bootstrap_macro_f1(five_classes(), 200, 7);
  EXPECT_EQ(once.low, again.low);
  EXPECT_EQ(once.high, again.high);
  EXPECT_NE(once.low, bootstrap_macro_f1(five_classes(), 200, 8).low);
}

TEST(BootstrapMacroF1, HoldsTheEstimate) {
  for (const ConfusionMatrix& confusion :
       {matrix({{40, 10}, {5, 45}}), five_classes(), matrix({{1, 0}, {0, 0}})}) {
    const Interval interval = bootstrap_macro_f1(confusion);
    EXPECT_LE(interval.low, macro_f1(confusion));
    EXPECT_GE(interval.high, macro_f1(confusion));
    EXPECT_GE(interval.low, 0.0);
    EXPECT_LE(interval.high, 1.0);
  }
}

TEST(BootstrapMacroF1, HoldsTheEstimateWhenRareClassesVanishFromEveryResample) {
  // Fifty classes of one example, all taken for class 0: a resample lacks about 18 of them, so that no
  // resample scores as low as the estimate.
  ConfusionMatrix confusion(51);
  confusion.add(0, 0, 100);
  for (std::size_t rare = 1; rare <= 50; ++rare) confusion.add(rare, 0);
  EXPECT_EQ(bootstrap_macro_f1(confusion, 100).low, macro_f1(confusion));
}

TEST(BootstrapMacroF1, AgreesWithTheNormalIntervalWhereThatHolds) {
  // With equal classes and equal errors macro F1 is accuracy to first order: 0.9 +- 1.96 sqrt(0.9 0.1 /
  // 10000). 1000 rounds place a 2.5 % quantile to about 0.085 standard errors, 0.00025 here.
  const Interval interval = bootstrap_macro_f1(matrix({{4500, 500}, {500, 4500}}));
  EXPECT_NEAR(interval.low, 0.9 - 0.00588, 0.001);
  EXPECT_NEAR(interval.high, 0.9 + 0.00588, 0.001);
}

TEST(BootstrapMacroF1, IsCertainOfAPerfectMatrix) {
  const Interval interval = bootstrap_macro_f1(matrix({{30, 0}, {0, 20}}), 100);
  EXPECT_EQ(interval.low, 1.0);
  EXPECT_EQ(interval.high, 1.0);
}

TEST(BootstrapMacroF1, KnowsNothingWithoutExamples) {
  for (const std::size_t classes : {0, 1, 5}) {
    EXPECT_EQ(bootstrap_macro_f1(ConfusionMatrix(classes)).low, 0.0);
    EXPECT_EQ(bootstrap_macro_f1(ConfusionMatrix(classes)).high, 1.0);
  }
}

TEST(MajorityAccuracy, IsTheShareOfTheMostFrequentTrueClass) {
  EXPECT_DOUBLE_EQ(majority_accuracy(matrix({{40, 10}, {5, 45}})), 0.5);
  EXPECT_DOUBLE_EQ(majority_accuracy(five_classes()), 10.0 / 24.0);
  EXPECT_EQ(majority_accuracy(ConfusionMatrix(2)), 0.0);
}

}  // namespace
}  // namespace sentiment
