// The model to beat that reads nothing: it always answers the most frequent label of the training part.
#pragma once

#include <cstdint>
#include <span>

namespace sentiment {

class MajorityBaseline {
 public:
  /// `label_counts` [classes]: examples of each label in the training part. The first of equally frequent
  /// labels is the answer, as it is for a tie between probabilities; without any example it is 0.
  explicit MajorityBaseline(std::span<const int64_t> label_counts);

  /// The one answer.
  int32_t label() const { return label_; }

  /// Share of examples it labels rightly, given how many of them have each label; 0 if there are none.
  /// Differs from majority_accuracy(), the best any single answer could do, where training and test disagree
  /// on the most frequent label.
  double accuracy(std::span<const int64_t> label_counts) const;

 private:
  int32_t label_;
};

}  // namespace sentiment
