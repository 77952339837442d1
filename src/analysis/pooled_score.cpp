#include "analysis/pooled_score.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kernels/output_layer.h"
#include "kernels/text_pooling.h"

namespace sentiment {
namespace {

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

template <class Real>
double product(int64_t count, const Real* values, const double* weights) {
  double sum = 0.0;
  for (int64_t i = 0; i < count; ++i) sum += static_cast<double>(values[i]) * weights[i];
  return sum;
}

}  // namespace

FeatureWeights score_of_label(const Parameters& parameters, int32_t label) {
  const NamedTensor& weight = find(parameters, "output.weight");
  const std::vector<float>& bias = find(parameters, "output.bias").values;
  const int64_t classes = weight.shape[0];
  const int64_t features = weight.shape[1];
  FeatureWeights score{std::vector<double>(size(features)), 0.0};
  for (int64_t c = 0; c < classes; ++c) {
    const double share = c == label ? 1.0 : -1.0 / static_cast<double>(classes - 1);
    score.bias += share * bias[size(c)];
    for (int64_t j = 0; j < features; ++j)
      score.weights[size(j)] += share * weight.values[size(c * features + j)];
  }
  if (std::any_of(parameters.begin(), parameters.end(),
                  [](const NamedTensor& tensor) { return tensor.name == "hidden.weight"; })) {
    const std::vector<float>& hidden = find(parameters, "hidden.weight").values;
    const std::vector<float>& biases = find(parameters, "hidden.bias").values;
    score.hidden_weights.assign(hidden.begin(), hidden.end());
    score.hidden_biases.assign(biases.begin(), biases.end());
  }
  return score;
}

FeatureWeights linear_near(const FeatureWeights& score, const std::vector<double>& features) {
  if (score.hidden_biases.empty()) return score;
  FeatureWeights near{std::vector<double>(features.size()), score.bias};
  for (std::size_t unit = 0; unit < score.hidden_biases.size(); ++unit) {
    const double* weights = score.hidden_weights.data() + unit * features.size();
    const double value =
        std::inner_product(features.begin(), features.end(), weights, score.hidden_biases[unit]);
    if (value <= 0.0) continue;
    near.bias += score.weights[unit] * score.hidden_biases[unit];
    for (std::size_t j = 0; j < features.size(); ++j) near.weights[j] += score.weights[unit] * weights[j];
  }
  return near;
}

template <class Real>
PooledScore<Real>::PooledScore(const ModelConfig& config, const Parameters& parameters)
    : H_(config.hidden_size), S_(config.state_size()) {
  switch (config.pooling) {
    case Pooling::kLast:
      last_at_ = 0;
      break;
    case Pooling::kMean:
      mean_at_ = 0;
      break;
    case Pooling::kMax:
      max_at_ = 0;
      break;
    case Pooling::kMaxMean:
      max_at_ = 0;
      mean_at_ = S_;
      break;
    case Pooling::kLastMaxMean:
      last_at_ = 0;
      max_at_ = S_;
      mean_at_ = 2 * S_;
      break;
    case Pooling::kAttention: {
      const std::vector<float>& weight = find(parameters, "attention.weight").values;
      attention_.assign(weight.begin(), weight.end());
      break;
    }
  }
}

template <class Real>
std::vector<double> PooledScore<Real>::operator()(int64_t texts, int64_t T, const Real* states,
                                                  const FeatureWeights& score, Real* gradient) const {
  std::vector<double> scores(size(texts), score.bias);
  if (!score.hidden_biases.empty()) {
    for (int64_t text = 0; text < texts; ++text) {
      const Real* own = states + text * T * S_;
      const FeatureWeights near = linear_near(score, features_of(T, own));
      scores[size(text)] = (*this)(1, T, own, near, gradient + text * T * S_).front();
    }
    return scores;
  }
  ThreadPool alone(1);
  std::vector<int64_t> starts;
  for (int64_t text = 0; text <= texts; ++text) starts.push_back(text * T);
  std::vector<Real> pooled(size(texts * S_));
  std::vector<Real> max_gradient;
  std::vector<Real> mean_gradient;
  std::vector<int64_t> where(size(texts * S_));
  const auto add = [&](int64_t first, std::vector<Real>& pool_gradient) {
    for (int64_t text = 0; text < texts; ++text) {
      scores[size(text)] += product(S_, pooled.data() + text * S_, score.weights.data() + first);
      for (int64_t j = 0; j < S_; ++j)
        pool_gradient.push_back(static_cast<Real>(score.weights[size(first + j)]));
    }
  };
  if (max_at_ >= 0) {
    max_over_texts(starts, S_, states, pooled.data(), where.data(), alone);
    add(max_at_, max_gradient);
  }
  if (mean_at_ >= 0) {
    mean_over_texts(starts, S_, states, pooled.data(), alone);
    add(mean_at_, mean_gradient);
  }
  pooling_gradient(starts, S_, max_at_ < 0 ? nullptr : max_gradient.data(), where.data(),
                   mean_at_ < 0 ? nullptr : mean_gradient.data(), gradient, alone);
  for (int64_t text = 0; T > 0 && text < texts; ++text) {
    const Real* own = states + text * T * S_;
    Real* own_gradient = gradient + text * T * S_;
    if (last_at_ >= 0) add_last(T, own, score.weights.data() + last_at_, scores[size(text)], own_gradient);
    if (!attention_.empty()) add_attention(T, own, score.weights.data(), scores[size(text)], own_gradient);
  }
  return scores;
}

template <class Real>
std::vector<double> PooledScore<Real>::features_of(int64_t T, const Real* states) const {
  const int64_t pools = (last_at_ >= 0) + (max_at_ >= 0) + (mean_at_ >= 0) + (attention_.empty() ? 0 : 1);
  std::vector<double> features(size(pools * S_));
  const auto at = [&](int64_t t, int64_t j) { return static_cast<double>(states[t * S_ + j]); };
  if (T == 0) return features;
  std::vector<double> shares(size(T));
  for (int64_t t = 0; !attention_.empty() && t < T; ++t)
    shares[size(t)] = product(S_, states + t * S_, attention_.data());
  softmax(shares);
  for (int64_t j = 0; j < S_; ++j) {
    if (last_at_ >= 0) features[size(last_at_ + j)] = at(j < H_ ? T - 1 : 0, j);
    double sum = 0.0;
    double largest = at(0, j);
    double attended = 0.0;
    for (int64_t t = 0; t < T; ++t) {
      sum += at(t, j);
      largest = std::max(largest, at(t, j));
      attended += shares[size(t)] * at(t, j);
    }
    if (max_at_ >= 0) features[size(max_at_ + j)] = largest;
    if (mean_at_ >= 0) features[size(mean_at_ + j)] = sum / static_cast<double>(T);
    if (!attention_.empty()) features[size(j)] = attended;
  }
  return features;
}

/// Each direction's own end.
template <class Real>
void PooledScore<Real>::add_last(int64_t T, const Real* states, const double* weights, double& score,
                                 Real* gradient) const {
  for (int64_t begin = 0; begin < S_; begin += H_) {
    const int64_t end_of_direction = (begin == 0 ? T - 1 : 0) * S_ + begin;
    score += product(H_, states + end_of_direction, weights + begin);
    for (int64_t j = 0; j < H_; ++j) gradient[end_of_direction + j] += static_cast<Real>(weights[begin + j]);
  }
}

/// score = sum over t of share(t) * v(t), where v(t) = weights . state(t) and the shares are the softmax of
/// attention . state(t): d share(t) = share(t) (d a(t) - the mean of d a under the shares).
template <class Real>
void PooledScore<Real>::add_attention(int64_t T, const Real* states, const double* weights, double& score,
                                      Real* gradient) const {
  std::vector<double> shares(size(T));
  std::vector<double> values(size(T));
  for (int64_t t = 0; t < T; ++t) {
    shares[size(t)] = product(S_, states + t * S_, attention_.data());
    values[size(t)] = product(S_, states + t * S_, weights);
  }
  softmax(shares);
  const double mean = std::inner_product(shares.begin(), shares.end(), values.begin(), 0.0);
  score += mean;
  for (int64_t t = 0; t < T; ++t) {
    const double share = shares[size(t)];
    const double pull = share * (values[size(t)] - mean);
    for (int64_t j = 0; j < S_; ++j)
      gradient[t * S_ + j] += static_cast<Real>(share * weights[j] + pull * attention_[size(j)]);
  }
}

template class PooledScore<float>;
template class PooledScore<double>;

}  // namespace sentiment
