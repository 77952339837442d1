#include <ATen/ops/cat.h>

#include <algorithm>
#include <numeric>

#include "kernels/training_layer.h"
#include "nn/fused_layer.h"
#include "nn/fused_pooling.h"
#include "nn/pooling.h"
#include "nn/recurrent_reader.h"
#include "nn/tensors.h"

namespace sentiment {
namespace {

class FusedReader : public RecurrentReader {
 public:
  FusedReader(const ModelConfig& config, std::shared_ptr<ThreadPool> pool)
      : RecurrentReader(config), pool_(std::move(pool)) {
    for (int64_t layer = 0; layer < config.layers; ++layer) layers_.emplace_back(config.type, pool_);
  }

  at::Tensor pooled(const ReadingTask& task, std::optional<int64_t> window) const override {
    GradientReach reach;
    if (window) reach = {GradientReach::Kind::kFromTheEnd, *window};
    const Top top = read(task, reach);
    const Pooling pooling = config().pooling;
    if (pooling == Pooling::kAttention) {
      return pool_states(config(), padded(top.states, task), task.batch.sequences,
                         attention_of(config(), task.parameters));
    }
    const bool mean = pooling != Pooling::kLast && pooling != Pooling::kMax;
    const bool max = pooling != Pooling::kLast && pooling != Pooling::kMean;
    std::vector<at::Tensor> parts;
    if (pooling == Pooling::kLast || pooling == Pooling::kLastMaxMean) parts.push_back(top.last);
    if (max || mean) {
      const MaxAndMean pools = pool_texts(top.states, top.texts, max, mean, pool_);
      if (max) parts.push_back(pools.max);
      if (mean) parts.push_back(pools.mean);
    }
    return parts.size() == 1 ? parts.front() : at::cat(parts, 1);
  }

  std::vector<at::Tensor> windows(const ReadingTask& task, int64_t window) const override {
    const Top top = read(task, {GradientReach::Kind::kInWindows, window});
    const std::vector<int64_t>& lengths = task.batch.sequences.lengths();
    const int64_t longest = *std::max_element(lengths.begin(), lengths.end());
    return padded(top.states, task).slice(0, 0, longest).split(window, 0);
  }

 private:
  struct Top {
    std::shared_ptr<const FusedTexts> texts;
    at::Tensor states;  // [tokens, state] of the last layer
    at::Tensor last;    // [batch, state]
  };

  Top read(const ReadingTask& task, const GradientReach& reach) const {
    const StepOrder order(task.batch.sequences.lengths(),
                          texts_per_group(task.batch.sequences.batch(), config().directions()));
    auto texts = std::make_shared<FusedTexts>(FusedTexts{order, task.batch.slots});
    Top top{texts, {}, {}};
    for (int64_t layer = 0; layer < config().layers; ++layer) {
      if (layer == 1) top.texts = token_rows(order);
      const at::Tensor inputs = layer == 0 ? task.words : between_layers(top.states, task, layer);
      RecurrentWeights own = weights(task, layer, false);
      if (config().bidirectional) {
        for (const at::Tensor& weight : weights(task, layer, true)) own.push_back(weight);
      }
      const FusedOutput out = layers_[static_cast<std::size_t>(layer)].run(inputs, top.texts, own, reach);
      const bool add = config().residual && layer > 0;
      top.states = add ? out.states.add(inputs) : out.states;
      top.last = add ? out.last.add(ends(inputs, task)) : out.last;
    }
    return top;
  }

  /// Above the first layer every token reads a row of its own.
  static std::shared_ptr<const FusedTexts> token_rows(const StepOrder& order) {
    std::vector<int32_t> slots(static_cast<std::size_t>(order.tokens()));
    std::iota(slots.begin(), slots.end(), 0);
    return std::make_shared<FusedTexts>(FusedTexts{order, std::move(slots)});
  }

  at::Tensor between_layers(const at::Tensor& states, const ReadingTask& task, int64_t layer) const {
    if (task.dropout == nullptr || config().layer_dropout <= 0.0) return states;
    const at::Tensor mask =
        task.dropout->mask({task.batch.sequences.batch(), states.size(1)}, config().layer_dropout,
                           RandomUse::kLayerDropout, static_cast<uint64_t>(layer));
    return states.mul(mask.index_select(0, task.batch.sequences.reviews_of_tokens()));
  }

  /// Each direction's own end of states that lie text by text: [tokens, state] to [batch, state].
  at::Tensor ends(const at::Tensor& states, const ReadingTask& task) const {
    ModelConfig last = config();
    last.pooling = Pooling::kLast;
    return pool_states(last, padded(states, task), task.batch.sequences, {});
  }

  /// [tokens, state] to [time, batch, state], padded with zeros.
  static at::Tensor padded(const at::Tensor& states, const ReadingTask& task) {
    const Sequences& sequences = task.batch.sequences;
    const at::Tensor with_zero = at::cat({states, states.new_zeros({1, states.size(1)})}, 0);
    const int64_t places = sequences.time() * sequences.batch();
    const at::Tensor index = integer_tensor(sequences.tokens_in_time(states.size(0)), {places}, at::kCPU);
    return with_zero.index_select(0, index).view({sequences.time(), sequences.batch(), states.size(1)});
  }

  std::shared_ptr<ThreadPool> pool_;
  std::vector<FusedLayer> layers_;
};

}  // namespace

std::unique_ptr<RecurrentReader> make_fused_reader(const ModelConfig& config,
                                                   std::shared_ptr<ThreadPool> pool) {
  return std::make_unique<FusedReader>(config, std::move(pool));
}

}  // namespace sentiment
