// Whether one of two classifiers is better, or this data cannot tell: both have answered the same examples.
#pragma once

#include <cstdint>

#include "core/thread_pool.h"
#include "metrics/classification_report.h"

namespace sentiment {

/// How many of the same examples each of two classifiers, A and B, had right.
struct PairedCounts {
  int64_t both_right = 0;
  int64_t only_a_right = 0;
  int64_t only_b_right = 0;
  int64_t both_wrong = 0;

  void add(bool a_right, bool b_right);
  int64_t total() const { return both_right + only_a_right + only_b_right + both_wrong; }
  /// Accuracy of B less that of A, in [-1, 1]; 0 if there are no examples.
  double difference() const;
};

/// Two-sided p-values of McNemar's test (McNemar 1947): how often classifiers of equal accuracy would differ
/// by as much. Only the examples that one of them had right count, and of those each is A's with probability
/// 1/2.
struct McNemarTest {
  double exact_p = 1.0;  // binomial; never above its level, and often far below
  double mid_p = 1.0;    // half the observed outcome: close to its level (Fagerland, Lydersen and Laake 2013)
};

McNemarTest mcnemar(const PairedCounts& counts);

/// Percentile interval at 95 % of difference() (Efron 1979; its ends as in Efron and Tibshirani 1993, section
/// 13.3) from `draws` >= 39 resamples of the examples, both answers of an example together. A function of the
/// counts, `draws` and `seed`; the threads of `pool` share the work. [-1, 1] if there are no examples.
Interval bootstrap_difference(const PairedCounts& counts, ThreadPool& pool, int64_t draws = 10'000,
                              uint64_t seed = 0);

}  // namespace sentiment
