#include "metrics/opinion_pool.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace sentiment {
namespace {

constexpr int kMaxSteps = 2000;
constexpr double kTolerance = 1e-9;      // by which a step of the gradient may still move a weight
constexpr std::size_t kRemembered = 10;  // losses; the line search may climb up to the largest of them
constexpr double kSufficient = 1e-4;   // of the descent that the slope promises (Birgin et al. 2000, step 2)
constexpr double kLongestStep = 1e10;  // and its inverse the shortest: their alpha_max and alpha_min
constexpr double kLeastWeight = 1e-6;
constexpr double kShortestSearch = 1e-12;  // a line search that comes to this has met rounding

double logarithm_of(double probability) {
  return std::log(std::max(probability, std::numeric_limits<double>::min()));
}

/// exp(logits) made to sum to 1, in place.
void normalise(std::vector<double>& logits) {
  const double largest = *std::max_element(logits.begin(), logits.end());
  double sum = 0.0;
  for (double& logit : logits) sum += logit = std::exp(logit - largest);
  for (double& logit : logits) logit /= sum;
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// The nearest point whose coordinates are >= 0 and sum to 1 (Duchi et al. 2008, figure 1).
std::vector<double> project(std::vector<double> point) {
  std::vector<double> sorted = point;
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  double sum = 0.0;
  double shift = 0.0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    sum += sorted[i];
    const double candidate = (sum - 1.0) / static_cast<double>(i + 1);
    if (sorted[i] > candidate) shift = candidate;
  }
  for (double& coordinate : point) coordinate = std::max(0.0, coordinate - shift);
  return point;
}

/// Where a gradient step of this length leads, projected, seen from `from`.
std::vector<double> direction(const std::vector<double>& from, const std::vector<double>& gradient,
                              double step) {
  std::vector<double> to(from.size());
  for (std::size_t i = 0; i < to.size(); ++i) to[i] = from[i] - step * gradient[i];
  to = project(std::move(to));
  for (std::size_t i = 0; i < to.size(); ++i) to[i] -= from[i];
  return to;
}

/// Without the weights that are only what rounding has left of zero, and with a sum of 1 as exact as can be.
std::vector<double> rounded(std::vector<double> weights) {
  double sum = 0.0;
  for (double& weight : weights) sum += weight = weight < kLeastWeight ? 0.0 : weight;
  for (double& weight : weights) weight /= sum;
  return weights;
}

double largest_of(const std::vector<double>& values) {
  double largest = 0.0;
  for (const double value : values) largest = std::max(largest, std::abs(value));
  return largest;
}

std::size_t most_probable(const std::vector<double>& probabilities) {
  return static_cast<std::size_t>(std::max_element(probabilities.begin(), probabilities.end()) -
                                  probabilities.begin());
}

}  // namespace

std::vector<double> pooled(std::span<const std::vector<double>> answers, std::span<const double> weights) {
  if (answers.size() == 1) return answers.front();
  std::vector<double> logits(answers.front().size(), 0.0);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    for (std::size_t c = 0; c < logits.size(); ++c) logits[c] += weights[i] * logarithm_of(answers[i][c]);
  }
  normalise(logits);
  return logits;
}

void PoolFit::add(std::span<const std::vector<double>> answers, std::size_t label) {
  for (const std::vector<double>& answer : answers) {
    for (const double probability : answer) logarithms_.push_back(logarithm_of(probability));
  }
  labels_.push_back(label);
}

std::vector<std::size_t> PoolFit::all_rows() const {
  std::vector<std::size_t> rows(labels_.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return rows;
}

std::vector<double> PoolFit::probabilities(std::size_t row, std::span<const double> weights) const {
  std::vector<double> logits(classes_, 0.0);
  for (std::size_t i = 0; i < members_; ++i) {
    for (std::size_t c = 0; c < classes_; ++c) logits[c] += weights[i] * logarithm(row, i, c);
  }
  normalise(logits);
  return logits;
}

/// The loss, and how it rises with each weight: by what the pool expects of a member's logarithm, less what
/// it says of the label.
PoolFit::Slope PoolFit::slope(const std::vector<std::size_t>& rows,
                              const std::vector<double>& weights) const {
  Slope sums{0.0, std::vector<double>(members_, 0.0)};
  for (const std::size_t row : rows) {
    const std::vector<double> expected = probabilities(row, weights);
    sums.loss -= logarithm_of(expected[labels_[row]]);
    for (std::size_t i = 0; i < members_; ++i) {
      sums.gradient[i] -= logarithm(row, i, labels_[row]);
      for (std::size_t c = 0; c < classes_; ++c) sums.gradient[i] += expected[c] * logarithm(row, i, c);
    }
  }
  const auto count = static_cast<double>(rows.size());
  sums.loss /= count;
  for (double& slope : sums.gradient) slope /= count;
  return sums;
}

std::vector<double> PoolFit::fit(const std::vector<std::size_t>& rows) const {
  std::vector<double> weights(members_, 1.0 / static_cast<double>(members_));
  if (rows.empty() || members_ == 1) return weights;
  Slope here = slope(rows, weights);
  std::vector<double> losses{here.loss};
  std::vector<double> best = weights;
  double least = here.loss;
  double step = 1.0;
  for (int i = 0; i < kMaxSteps && largest_of(direction(weights, here.gradient, 1.0)) > kTolerance; ++i) {
    const std::vector<double> way = direction(weights, here.gradient, step);
    const double promise = dot(way, here.gradient);
    const double allowed = *std::max_element(losses.begin(), losses.end());
    double share = 1.0;
    std::vector<double> next;
    Slope there;
    for (;; share /= 2.0) {
      if (share < kShortestSearch) return rounded(best);
      next = weights;
      for (std::size_t j = 0; j < members_; ++j) next[j] += share * way[j];
      there = slope(rows, next);
      if (there.loss <= allowed + kSufficient * share * promise) break;
    }
    double moved = 0.0, turned = 0.0;  // s's and s'y of the spectral step
    for (std::size_t j = 0; j < members_; ++j) {
      const double change = next[j] - weights[j];
      moved += change * change;
      turned += change * (there.gradient[j] - here.gradient[j]);
    }
    step = turned > 0.0 ? std::clamp(moved / turned, 1.0 / kLongestStep, kLongestStep) : kLongestStep;
    weights = std::move(next);
    here = std::move(there);
    if (here.loss < least) {
      least = here.loss;
      best = weights;
    }
    losses.push_back(here.loss);
    if (losses.size() > kRemembered) losses.erase(losses.begin());
  }
  return rounded(best);
}

std::vector<double> PoolFit::weights() const { return fit(all_rows()); }

void PoolFit::add_score(std::size_t row, std::span<const double> weights, PoolScore& sums) const {
  const std::vector<double> answer = probabilities(row, weights);
  ++sums.examples;
  sums.correct += most_probable(answer) == labels_[row] ? 1 : 0;
  sums.log_loss -= logarithm_of(answer[labels_[row]]);
}

PoolScore PoolFit::score(std::span<const double> weights) const {
  PoolScore sums;
  for (std::size_t row = 0; row < labels_.size(); ++row) add_score(row, weights, sums);
  if (sums.examples > 0) sums.log_loss /= static_cast<double>(sums.examples);
  return sums;
}

PoolScore PoolFit::score_of(std::size_t member) const {
  std::vector<double> alone(members_, 0.0);
  alone[member] = 1.0;
  return score(alone);
}

PoolScore PoolFit::cross_fitted() const {
  std::vector<std::size_t> seen(classes_, 0);  // examples of each class so far
  std::vector<std::size_t> fold_of;
  for (const std::size_t label : labels_) fold_of.push_back(seen[label]++ % kFolds);
  PoolScore sums;
  for (std::size_t fold = 0; fold < kFolds; ++fold) {
    std::vector<std::size_t> others;
    for (std::size_t row = 0; row < labels_.size(); ++row) {
      if (fold_of[row] != fold) others.push_back(row);
    }
    const std::vector<double> weights = fit(others);
    for (std::size_t row = 0; row < labels_.size(); ++row) {
      if (fold_of[row] == fold) add_score(row, weights, sums);
    }
  }
  if (sums.examples > 0) sums.log_loss /= static_cast<double>(sums.examples);
  return sums;
}

}  // namespace sentiment
