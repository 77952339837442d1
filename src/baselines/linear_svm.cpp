#include "baselines/linear_svm.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/random.h"

namespace sentiment {
namespace {

constexpr double kTolerance = 0.1;  // LIBLINEAR's for the dual
constexpr int64_t kMaxPasses = 50;

/// What one coordinate needs of a feature, side by side.
struct Feature {
  float weight = 0.0F;  // times the value
  float square = 0.0F;  // of the value
};

/// Descends one example's multiplier after the other.
class DualDescent {
 public:
  explicit DualDescent(const SvmProblem& problem)
      : problem_(problem),
        ridge_(1.0 / (2.0 * problem.cost)),
        features_(problem.values.size()),
        multipliers_(problem.examples.size()),
        curvatures_(problem.examples.size()) {
    for (std::size_t j = 0; j < features_.size(); ++j)
      features_[j].square = problem.values[j] * problem.values[j];
    for (std::size_t i = 0; i < curvatures_.size(); ++i) {
      curvatures_[i] = 1.0 + ridge_;  // the bias is a feature of value 1
      for (const uint32_t j : problem.examples[i]) curvatures_[i] += features_[j].square;
    }
  }

  /// Returns how far the projected gradients lie apart.
  double pass(const std::vector<uint32_t>& order) {
    double highest = -std::numeric_limits<double>::infinity();
    double lowest = std::numeric_limits<double>::infinity();
    for (const uint32_t i : order) {
      const double projected = descend(i);
      highest = std::max(highest, projected);
      lowest = std::min(lowest, projected);
    }
    return highest - lowest;
  }

  LinearModel model() const {
    LinearModel model;
    model.bias = static_cast<float>(bias_);
    for (const Feature& feature : features_) model.weights.push_back(feature.weight);
    return model;
  }

 private:
  double descend(uint32_t i) {
    const SparseExample& example = problem_.examples[i];
    const double sign = problem_.signs[i];
    double score = bias_;
    for (const uint32_t j : example) score += features_[j].weight;
    const double gradient = sign * score - 1.0 + ridge_ * multipliers_[i];
    const double projected = multipliers_[i] > 0.0 ? gradient : std::min(gradient, 0.0);
    if (std::abs(projected) < 1e-12) return projected;
    const double before = multipliers_[i];
    multipliers_[i] = std::max(before - gradient / curvatures_[i], 0.0);
    const double step = (multipliers_[i] - before) * sign;
    bias_ += step;
    for (const uint32_t j : example) features_[j].weight += static_cast<float>(step) * features_[j].square;
    return projected;
  }

  const SvmProblem& problem_;
  double ridge_;
  double bias_ = 0.0;
  std::vector<Feature> features_;
  std::vector<double> multipliers_;  // [examples] alpha
  std::vector<double> curvatures_;   // [examples] Q_ii
};

}  // namespace

LinearModel fit_svm(const SvmProblem& problem, uint64_t seed, uint64_t stream) {
  int64_t entries = 0;
  for (const SparseExample& example : problem.examples) entries += static_cast<int64_t>(example.size());
  const int64_t passes =
      std::clamp<int64_t>(problem.max_visits / std::max<int64_t>(entries, 1), 1, kMaxPasses);
  DualDescent descent(problem);
  std::vector<uint32_t> order(problem.examples.size());
  std::iota(order.begin(), order.end(), 0U);
  for (int64_t pass = 0; pass < passes; ++pass) {
    shuffle(order, RandomStream(seed, RandomUse::kBaselineOrder, {stream, static_cast<uint64_t>(pass)}));
    if (descent.pass(order) <= kTolerance) break;
  }
  return descent.model();
}

}  // namespace sentiment
