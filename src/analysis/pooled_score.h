// From the states of texts to a score that is linear in their pooled features, and the gradient back.
#pragma once

#include <cstdint>
#include <vector>

#include "model/model_config.h"
#include "model/parameters.h"

namespace sentiment {

/// bias + the sum of weight * feature.
struct FeatureWeights {
  std::vector<double> weights;  // [pooled]
  double bias = 0.0;
};

/// The score of a label: its logit minus the mean of the other labels' logits.
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

  void add_last(int64_t T, const Real* states, const double* weights, double& score, Real* gradient) const;
  void add_attention(int64_t T, const Real* states, const double* weights, double& score,
                     Real* gradient) const;

  int64_t H_;
  int64_t S_;
  std::vector<double> attention_;  // [S] if pooling is attention; its bias changes no share
};

}  // namespace sentiment
