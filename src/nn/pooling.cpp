#include "nn/pooling.h"

#include <ATen/ops/amax.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/softmax.h>

#include <limits>

namespace sentiment {
namespace {

constexpr double kMinusInfinity = -std::numeric_limits<double>::infinity();

at::Tensor last_states(const ModelConfig& config, const at::Tensor& states, const Sequences& sequences) {
  const at::Tensor at_end = sequences.last(states);
  if (!config.bidirectional) return at_end;
  const int64_t hidden = config.hidden_size;
  return at::cat({at_end.slice(1, 0, hidden), states.select(0, 0).slice(1, hidden)}, 1);
}

at::Tensor max_states(const at::Tensor& states, const at::Tensor& mask) {
  return at::amax(states.masked_fill(mask.logical_not(), kMinusInfinity), 0);
}

at::Tensor mean_states(const at::Tensor& states, const at::Tensor& mask, const Sequences& sequences) {
  return states.mul(mask).sum(0).div(sequences.length_column().clamp_min(1.0));
}

at::Tensor attended_states(const at::Tensor& states, const Sequences& sequences,
                           const AttentionWeights& attention) {
  // Shares of no token at all would not be numbers, and neither would their gradient.
  const at::Tensor mask = sequences.mask(1);
  const at::Tensor scores = at::linear(states, attention.weight, attention.bias);  // [time, batch, 1]
  const at::Tensor weights = at::softmax(scores.masked_fill(mask.logical_not(), kMinusInfinity), 0);
  return weights.mul(states).sum(0);
}

at::Tensor pool(const ModelConfig& config, const at::Tensor& states, const Sequences& sequences,
                const AttentionWeights& attention) {
  if (config.pooling == Pooling::kLast) return last_states(config, states, sequences);
  const at::Tensor mask = sequences.mask();
  switch (config.pooling) {
    case Pooling::kMean:
      return mean_states(states, mask, sequences);
    case Pooling::kMax:
      return max_states(states, mask);
    case Pooling::kAttention:
      return attended_states(states, sequences, attention);
    case Pooling::kMaxMean:
      return at::cat({max_states(states, mask), mean_states(states, mask, sequences)}, 1);
    default:
      return at::cat({last_states(config, states, sequences), max_states(states, mask),
                      mean_states(states, mask, sequences)},
                     1);
  }
}

}  // namespace

AttentionWeights attention_of(const ModelConfig& config, const NetworkParameters& parameters) {
  if (config.pooling != Pooling::kAttention) return {};
  return {parameters.tensor("attention.weight"), parameters.tensor("attention.bias")};
}

at::Tensor pool_states(const ModelConfig& config, const at::Tensor& states, const Sequences& sequences,
                       const AttentionWeights& attention) {
  const at::Tensor pooled = pool(config, states, sequences, attention);
  for (const int64_t length : sequences.lengths()) {
    // An empty review has no maximum and no weights: replace what came of it.
    if (length == 0) return pooled.masked_fill(sequences.length_column().eq(0), 0.0);
  }
  return pooled;
}

}  // namespace sentiment
