// How good predictions are: counts in, figures with their intervals out. Pure arithmetic.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace sentiment {

struct Interval {
  double low = 0.0;
  double high = 0.0;
};

/// rows: true class, columns: predicted class.
class ConfusionMatrix {
 public:
  explicit ConfusionMatrix(std::size_t classes) : classes_(classes), counts_(classes * classes) {}
  void add(std::size_t truth, std::size_t predicted, int64_t count = 1) {
    counts_[truth * classes_ + predicted] += count;
  }
  int64_t at(std::size_t truth, std::size_t predicted) const { return counts_[truth * classes_ + predicted]; }
  std::size_t classes() const { return classes_; }
  int64_t total() const;
  int64_t correct() const;
  int64_t of_class(std::size_t truth) const;  // examples of this class
  int64_t predicted_as(std::size_t predicted) const;

 private:
  std::size_t classes_;
  std::vector<int64_t> counts_;
};

struct ClassScores {
  int64_t support = 0;     // examples of the class
  double precision = 0.0;  // 0 where nothing was predicted as the class
  double recall = 0.0;     // 0 where the class has no examples
  double f1 = 0.0;
};

ClassScores scores_of(const ConfusionMatrix& confusion, std::size_t label);

/// Mean F1 of the classes that have examples or predictions.
double macro_f1(const ConfusionMatrix& confusion);

/// Wilson's score interval at 95 % (Wilson 1927); [0, 1] if total is 0.
Interval wilson_interval(int64_t successes, int64_t total);

/// Percentile bootstrap interval of macro F1 at 95 % (Efron 1979), `rounds` resamples of the examples; the
/// confusion matrix is all that a resample needs. A function of its arguments.
Interval bootstrap_macro_f1(const ConfusionMatrix& confusion, int rounds = 1000, uint64_t seed = 0);

/// What always answering the most frequent class of `class_counts` scores on data with this confusion's
/// classes.
double majority_accuracy(const ConfusionMatrix& confusion);

}  // namespace sentiment
