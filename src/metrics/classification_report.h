// How good predictions are: counts in, figures with their intervals out. Pure arithmetic; 0/0 is never NaN.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sentiment {

struct Interval {
  double low = 0.0;
  double high = 0.0;
};

/// rows: true class, columns: predicted class; both below `classes`.
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
  std::vector<int64_t> counts_;  // [classes, classes]
};

struct ClassScores {
  int64_t support = 0;     // examples of the class
  double precision = 0.0;  // 0 where nothing was predicted as the class
  double recall = 0.0;     // 0 where the class has no examples
  double f1 = 0.0;
};

ClassScores scores_of(const ConfusionMatrix& confusion, std::size_t label);

/// Mean F1 of the classes that have examples or predictions; 0 if there are none.
double macro_f1(const ConfusionMatrix& confusion);

/// Wilson's score interval at 95 % (Wilson 1927) of a share, 0 <= successes <= total; [0, 1] if total is 0.
Interval wilson_interval(int64_t successes, int64_t total);

/// Percentile bootstrap interval of macro F1 at 95 % (Efron 1979) from `rounds` >= 1 resamples of the
/// examples; the confusion matrix is all that a resample needs. Rare classes vanish from some resamples,
/// which shifts their scores; the interval is therefore widened, where it must be, to hold
/// macro_f1(confusion). [0, 1] if there are no examples. A function of its arguments.
Interval bootstrap_macro_f1(const ConfusionMatrix& confusion, int rounds = 1000, uint64_t seed = 0);

/// The share of the most frequent true class: what always answering with that class scores on these examples.
/// 0 if there are none.
double majority_accuracy(const ConfusionMatrix& confusion);

}  // namespace sentiment
