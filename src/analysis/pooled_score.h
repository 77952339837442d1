// From the states of texts to a score of their pooled features, and the gradient back.
#pragma once

#include <cstdint>
#include <vector>

#include "model/model_config.h"
#include "model/parameters.h"

namespace sentiment {

/// bias + the sum of weight * feature; with a hidden layer, of the features that it makes of the pooled ones.
struct FeatureWeights {
  std::vector<double> weights;  // [pooled], or [hidden] of the hidden layer
  double bias = 0.0;
  std::vector<double> hidden_weights = {};  // [hidden, pooled]; empty without a hidden layer
  std::vector<double> hidden_biases = {};   // [hidden]
};

/// The same score without the hidden layer, for features near these [pooled]: there ReLU is linear.
FeatureWeights linear_near(const FeatureWeights& score, const std::vector<double>& features);

/// The score of a label: its logit minus the mean of the other labels' logits. The parameters are those of a
/// head without batch normalisation.
FeatureWeights score_of_label(const Parameters& parameters, int32_t label);

/// Pools texts of one length as the model does, on this thread.
template <class Real>
class PooledScore {
 public:
  /// Borrows nothing.
  PooledScore(const ModelConfig& config, const Parameters& parameters);

  /// The scores [texts]; of a text without tokens that of features of zero.
  ///
  /// states    [texts, T, S]
  /// gradient  [texts, T, S]  out: of each text's score
  std::vector<double> operator()(int64_t texts, int64_t T, const Real* states, const FeatureWeights& score,
                                 Real* gradient) const;

 private:
  /// Where the weights of a kind of pooling begin, or -1 if the model has none.
  int64_t last_at_ = -1;
  int64_t max_at_ = -1;
  int64_t mean_at_ = -1;

  /// The pooled features of a text.
  std::vector<double> features_of(int64_t T, const Real* states) const;
  void add_last(int64_t T, const Real* states, const double* weights, double& score, Real* gradient) const;
  void add_attention(int64_t T, const Real* states, const double* weights, double& score,
                     Real* gradient) const;

  int64_t H_;
  int64_t S_;
  std::vector<double> attention_;  // [S] if pooling is attention; its bias changes no share
};

}  // namespace sentiment
