// One recurrent layer in one direction, through libtorch's own layers on padded batches. PackedSequence is
// never trained through: on varied lengths its backward pass is quadratic in the spread of lengths on the
// CPU.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "model/model_config.h"
#include "nn/sequences.h"

namespace sentiment {

/// weight_ih [gates * hidden, input], weight_hh [gates * hidden, hidden], bias_ih, bias_hh [gates * hidden].
using RecurrentWeights = std::vector<at::Tensor>;

struct RecurrentState {
  at::Tensor hidden;  // [1, batch, hidden]
  at::Tensor cell;    // the same for lstm, undefined for the others
  RecurrentState detached() const;
};

/// Zeros for a batch.
RecurrentState zero_state(RecurrentType type, int64_t batch, const RecurrentWeights& weights);

struct RecurrentOutput {
  at::Tensor states;   // [time, batch, hidden]
  RecurrentState end;  // after the last time step, padding included
};

/// Reads `inputs` [time, batch, input] from the left.
RecurrentOutput run_recurrence(RecurrentType type, const at::Tensor& inputs, const RecurrentState& start,
                               const RecurrentWeights& weights);

/// States of the whole review, of which only those of its last `window` tokens carry gradient: the state is
/// detached `window` tokens before each review's own end, and what lies before the cut is constant.
at::Tensor run_truncated(RecurrentType type, const at::Tensor& inputs, const Sequences& sequences,
                         const RecurrentWeights& weights, int64_t window);

}  // namespace sentiment
