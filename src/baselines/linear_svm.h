// A linear support vector machine for sparse examples, by dual coordinate descent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sentiment {

/// Which features an example has; their values are the features' own.
using SparseExample = std::vector<uint32_t>;

struct SvmProblem {
  std::span<const SparseExample> examples;
  std::span<const float> values;  // [features] of each feature, wherever it occurs
  std::span<const int8_t> signs;  // [examples] +1 or -1
  double cost = 1.0;              // C: of an example on the wrong side, against small weights
  int64_t max_visits =
      int64_t{1} << 40;  // of features of examples, so that time is bounded; one pass at least
};

/// score = bias + the sum of an example's weights.
struct LinearModel {
  std::vector<float> weights;  // [features] already times the features' values
  float bias = 0.0F;
};

/// Minimises |w|^2 / 2 + C * sum of max(0, 1 - sign * score)^2, the bias being the weight of a feature that
/// all examples have with value 1 (Hsieh et al. 2008, algorithm 1, L2-loss; without shrinking). `seed` and
/// `stream` decide the order of the examples. Ends where LIBLINEAR does by default, or after 50 passes.
LinearModel fit_svm(const SvmProblem& problem, uint64_t seed, uint64_t stream);

}  // namespace sentiment
