#include <ATen/ops/cat.h>
#include <ATen/ops/embedding.h>

#include <algorithm>

#include "nn/pooling.h"
#include "nn/recurrent_reader.h"

namespace sentiment {
namespace {

class PaddedReader : public RecurrentReader {
 public:
  using RecurrentReader::RecurrentReader;

  at::Tensor pooled(const ReadingTask& task, std::optional<int64_t> window) const override {
    at::Tensor states = at::embedding(task.words, task.batch.padded_slots());
    for (int64_t layer = 0; layer < config().layers; ++layer) {
      const at::Tensor inputs = between_layers(states, layer, task.dropout);
      const at::Tensor outputs = run_layer(task, layer, inputs, window);
      states = config().residual && layer > 0 ? outputs.add(inputs) : outputs;
    }
    return pool_states(config(), states, task.batch.sequences, attention_of(config(), task.parameters));
  }

  std::vector<at::Tensor> windows(const ReadingTask& task, int64_t window) const override {
    const Sequences& sequences = task.batch.sequences;
    const at::Tensor embedded = at::embedding(task.words, task.batch.padded_slots());
    std::vector<RecurrentState> carried;
    std::vector<RecurrentWeights> own;
    for (int64_t layer = 0; layer < config().layers; ++layer) {
      own.push_back(weights(task, layer, false));
      carried.push_back(zero_state(config().type, sequences.batch(), own.back()));
    }
    std::vector<at::Tensor> result;
    const int64_t longest = *std::max_element(sequences.lengths().begin(), sequences.lengths().end());
    for (int64_t begin = 0; begin < longest; begin += window) {
      at::Tensor states = embedded.slice(0, begin, std::min(begin + window, longest));
      for (int64_t layer = 0; layer < config().layers; ++layer) {
        const at::Tensor inputs = between_layers(states, layer, task.dropout);
        RecurrentState& state = carried[static_cast<std::size_t>(layer)];
        const RecurrentOutput out =
            run_recurrence(config().type, inputs, state, own[static_cast<std::size_t>(layer)]);
        state = out.end.detached();
        states = config().residual && layer > 0 ? out.states.add(inputs) : out.states;
      }
      result.push_back(states);
    }
    return result;
  }

 private:
  at::Tensor between_layers(const at::Tensor& states, int64_t layer, const Dropout* dropout) const {
    if (dropout == nullptr || layer == 0) return states;
    return dropout->apply(states, {1, states.size(1), states.size(2)}, config().layer_dropout,
                          RandomUse::kLayerDropout, static_cast<uint64_t>(layer));
  }

  at::Tensor run_layer(const ReadingTask& task, int64_t layer, const at::Tensor& inputs,
                       std::optional<int64_t> window) const {
    const Sequences& sequences = task.batch.sequences;
    const auto run = [&](const at::Tensor& read, bool reverse) {
      const RecurrentWeights own = weights(task, layer, reverse);
      if (window) return run_truncated(config().type, read, sequences, own, *window);
      return run_recurrence(config().type, read, zero_state(config().type, sequences.batch(), own), own)
          .states;
    };
    const at::Tensor forward = run(inputs, false);
    if (!config().bidirectional) return forward;
    return at::cat({forward, sequences.reversed(run(sequences.reversed(inputs), true))}, 2);
  }
};

}  // namespace

std::unique_ptr<RecurrentReader> make_padded_reader(const ModelConfig& config) {
  return std::make_unique<PaddedReader>(config);
}

}  // namespace sentiment
