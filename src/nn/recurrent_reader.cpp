#include "nn/recurrent_reader.h"

namespace sentiment {

RecurrentWeights RecurrentReader::weights(const ReadingTask& task, int64_t layer, bool reverse) const {
  RecurrentWeights weights = task.parameters.recurrent(layer, reverse);
  if (task.dropout == nullptr) return weights;
  at::Tensor& from_state = weights[1];
  from_state =
      task.dropout->apply(from_state, from_state.sizes(), config_.weight_drop, RandomUse::kWeightDrop,
                          static_cast<uint64_t>(2 * layer + (reverse ? 1 : 0)));
  return weights;
}

}  // namespace sentiment
