// The states of a review as one vector. Padding never takes part.
#pragma once

#include <ATen/core/Tensor.h>

#include "model/model_config.h"
#include "nn/network_parameters.h"
#include "nn/sequences.h"

namespace sentiment {

/// The scoring layer of attention pooling (Lin et al. 2017, with one head and no hidden layer).
struct AttentionWeights {
  at::Tensor weight;  // [1, state]
  at::Tensor bias;    // [1]
};

/// The network's, empty for other poolings.
AttentionWeights attention_of(const ModelConfig& config, const NetworkParameters& parameters);

/// Pools `states` [time, batch, state] to [batch, config.pooled_size()]; an empty review gives zeros.
/// `last` of two directions is the first half at the review's last token and the second half at its first.
/// `attention` is only read for that pooling.
at::Tensor pool_states(const ModelConfig& config, const at::Tensor& states, const Sequences& sequences,
                       const AttentionWeights& attention);

}  // namespace sentiment
