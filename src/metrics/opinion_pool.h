// Several models asked as one: their probabilities combined with weights, and the weights that suit labelled
// examples best.
//
// The logarithmic opinion pool (Genest and Zidek 1986): the probability of a class is proportional to the
// product of what the members say of it, each to the power of its weight, with weights >= 0 that sum to 1. A
// score made of differences of logits is then the weighted sum of the members' scores, so that what a token
// adds to the pool's answer is exactly what it adds to theirs; and the loss is convex in the weights.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sentiment {

/// The pool's probabilities [classes], which sum to 1. `answers` [members][classes] sum to 1 each; a
/// probability of zero counts as the smallest that a double has. A single member's come back as they are.
std::vector<double> pooled(std::span<const std::vector<double>> answers, std::span<const double> weights);

/// How good answers are on examples.
struct PoolScore {
  int64_t examples = 0;
  int64_t correct = 0;    // the most probable class, the first of equals
  double log_loss = 0.0;  // mean negative log-likelihood of the labels, in nats

  double accuracy() const {
    return examples == 0 ? 0.0 : static_cast<double>(correct) / static_cast<double>(examples);
  }
};

/// Examples with what each member says of them.
class PoolFit {
 public:
  /// Of how many parts cross_fitted() takes one away at a time.
  static constexpr std::size_t kFolds = 5;

  PoolFit(std::size_t members, std::size_t classes) : members_(members), classes_(classes) {}

  /// An example: `answers` [members][classes] and the right class.
  void add(std::span<const std::vector<double>> answers, std::size_t label);

  std::size_t examples() const { return labels_.size(); }

  /// The weights [members] of the least log loss, from which no other weights differ by more than rounding:
  /// by projected gradients with spectral steps (Birgin, Martinez and Raydan 2000), a function of the
  /// examples in their order.
  std::vector<double> weights() const;

  /// Of the pool with these weights.
  PoolScore score(std::span<const double> weights) const;
  /// Of one member alone.
  PoolScore score_of(std::size_t member) const;
  /// Of pools whose weights come from other examples than those they are asked about: each class's examples
  /// are dealt out to kFolds parts in turn, and each part is answered with the weights that the others give.
  PoolScore cross_fitted() const;

 private:
  struct Slope {
    double loss = 0.0;
    std::vector<double> gradient;  // [members]
  };

  std::vector<std::size_t> all_rows() const;
  std::vector<double> fit(const std::vector<std::size_t>& rows) const;
  Slope slope(const std::vector<std::size_t>& rows, const std::vector<double>& weights) const;
  void add_score(std::size_t row, std::span<const double> weights, PoolScore& sums) const;
  std::vector<double> probabilities(std::size_t row, std::span<const double> weights) const;
  /// What member i says of a class, as a logarithm.
  double logarithm(std::size_t row, std::size_t i, std::size_t label) const {
    return logarithms_[(row * members_ + i) * classes_ + label];
  }

  std::size_t members_;
  std::size_t classes_;
  std::vector<double> logarithms_;  // [examples, members, classes]
  std::vector<std::size_t> labels_;
};

}  // namespace sentiment
