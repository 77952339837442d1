// One recurrent layer through our own kernels, as an operation of libtorch's autograd: float or double, on
// the CPU.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <mutex>
#include <vector>

#include "core/thread_pool.h"
#include "kernels/group_backward.h"
#include "model/model_config.h"
#include "nn/fused_texts.h"
#include "nn/recurrence.h"

namespace sentiment {

struct FusedOutput {
  at::Tensor states;  // [tokens, directions * hidden], text by text
  at::Tensor last;    // [texts, directions * hidden]: the state each direction ends with, zero without tokens
  at::Tensor last_cell;  // lstm, where states are carried: its cells at the same place
};

/// What texts are read on from: the states that the same texts ended with before. Gradient does not follow
/// them.
struct CarriedState {
  at::Tensor hidden;  // [texts, directions * hidden]; undefined: zero
  at::Tensor cell;    // lstm: the same
};

class FusedLayer {
 public:
  FusedLayer(RecurrentType type, std::shared_ptr<ThreadPool> pool);

  /// Reads the texts' rows of `inputs` [rows, input] from the zero state, or from what is `carried`.
  /// `weights` are those of each direction in turn. There is no second derivative.
  FusedOutput run(const at::Tensor& inputs, std::shared_ptr<const FusedTexts> texts,
                  const RecurrentWeights& weights, const GradientReach& reach,
                  const CarriedState* carried = nullptr) const;

 private:
  class Workspaces;

  RecurrentType type_;
  std::shared_ptr<ThreadPool> pool_;
  std::shared_ptr<Workspaces> workspaces_;
};

}  // namespace sentiment
