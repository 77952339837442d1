#include "metrics/significance.h"

#include <gtest/gtest.h>

namespace sentiment {
namespace {

PairedCounts counts_of(int64_t only_a, int64_t only_b, int64_t both_right = 0, int64_t both_wrong = 0) {
  return {.both_right = both_right, .only_a_right = only_a, .only_b_right = only_b, .both_wrong = both_wrong};
}

TEST(PairedCounts, CountsEachExampleOnce) {
  PairedCounts counts;
  counts.add(true, true);
  counts.add(true, false);
  counts.add(false, true);
  counts.add(false, true);
  counts.add(false, false);
  EXPECT_EQ(counts.both_right, 1);
  EXPECT_EQ(counts.only_a_right, 1);
  EXPECT_EQ(counts.only_b_right, 2);
  EXPECT_EQ(counts.both_wrong, 1);
  EXPECT_DOUBLE_EQ(counts.difference(), 0.2);
  EXPECT_EQ(PairedCounts{}.difference(), 0.0);
}

// Fagerland, Lydersen and Laake 2013 on airway hyper-responsiveness, 1 and 7 pairs that differ: 0.070 and
// 0.039.
TEST(McNemar, GivesThePublishedFigures) {
  const McNemarTest test = mcnemar(counts_of(1, 7, 1, 12));
  EXPECT_NEAR(test.exact_p, 0.0703125, 1e-12);
  EXPECT_NEAR(test.mid_p, 0.0390625, 1e-12);
}

// scipy 1.17: binomtest(a, a + b).pvalue, and the same less binom.pmf(min(a, b), a + b, 0.5).
TEST(McNemar, AgreesWithScipy) {
  const struct {
    int64_t a, b;
    double exact, mid;
  } cases[] = {{0, 1, 1.0, 0.5},
               {0, 6, 0.03125, 0.015625},
               {3, 9, 0.14599609375, 0.09228515625},
               {10, 30, 0.0022214337732293643, 0.0014504910141113232},
               {6, 59, 4.964650327128616e-12, 2.7258031986068867e-12},
               {5000, 5300, 0.003215819673645259, 0.003116273688675258},
               {100000, 101000, 0.02586239243973295, 0.025714478917620322}};
  for (const auto& known : cases) {
    for (const PairedCounts& counts : {counts_of(known.a, known.b), counts_of(known.b, known.a, 9, 9)}) {
      EXPECT_NEAR(mcnemar(counts).exact_p / known.exact, 1.0, 1e-8) << known.a;
      EXPECT_NEAR(mcnemar(counts).mid_p / known.mid, 1.0, 1e-8) << known.a;
    }
  }
}

TEST(McNemar, FindsNothingWhereNothingDiffers) {
  EXPECT_EQ(mcnemar(counts_of(0, 0, 90, 10)).exact_p, 1.0);
  EXPECT_EQ(mcnemar(counts_of(40, 40)).exact_p, 1.0);
  EXPECT_EQ(mcnemar(counts_of(40, 40)).mid_p, 1.0);
}

// numpy 2.2: multinomial(1000, [0.02, 0.04, 0.94]) 1,000,000 times, quantiles 0.025 and 0.975 of (b - a) /
// 1000.
TEST(BootstrapDifference, AgreesWithNumpy) {
  ThreadPool pool(1);
  const Interval interval = bootstrap_difference(counts_of(20, 40, 900, 40), pool);
  EXPECT_NEAR(interval.low, 0.005, 0.0011);  // a draw in a thousand lies on the other side of an example
  EXPECT_NEAR(interval.high, 0.035, 0.0011);
}

TEST(BootstrapDifference, IsTheSameForAnyNumberOfThreads) {
  ThreadPool one(1);
  ThreadPool three(3);
  const PairedCounts counts = counts_of(5, 9, 70, 16);
  const Interval alone = bootstrap_difference(counts, one, 999, 7);
  const Interval shared = bootstrap_difference(counts, three, 999, 7);
  EXPECT_EQ(alone.low, shared.low);
  EXPECT_EQ(alone.high, shared.high);
}

TEST(BootstrapDifference, DependsOnTheSeed) {
  ThreadPool pool(1);
  const PairedCounts counts = counts_of(2000, 2100, 5000, 900);
  EXPECT_NE(bootstrap_difference(counts, pool, 39, 8).low, bootstrap_difference(counts, pool, 39, 9).low);
}

TEST(BootstrapDifference, IsAPointWhereEveryExampleIsTheSame) {
  ThreadPool pool(1);
  const Interval interval = bootstrap_difference(counts_of(0, 30), pool, 100);
  EXPECT_EQ(interval.low, 1.0);
  EXPECT_EQ(interval.high, 1.0);
  const Interval nothing = bootstrap_difference(PairedCounts{}, pool);
  EXPECT_EQ(nothing.low, -1.0);
  EXPECT_EQ(nothing.high, 1.0);
}

}  // namespace
}  // namespace sentiment
