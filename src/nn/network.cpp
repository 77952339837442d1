#include "nn/network.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/embedding.h>
#include <ATen/ops/linear.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <stdexcept>

#include "core/concat.h"
#include "nn/pooling.h"
#include "nn/tensors.h"

namespace sentiment {

Network::Network(const ModelConfig& config, const Parameters& values, at::Device device, bool trainable)
    : config_(config), device_(device) {
  for (const NamedTensor& value : values) {
    names_.push_back(value.name);
    tensors_.push_back(to_tensor(value, device).set_requires_grad(trainable));
  }
}

at::Tensor Network::logits(const Batch& batch, const Dropout* dropout, std::optional<int64_t> window) const {
  at::Tensor states = embed(batch, dropout);
  for (int64_t layer = 0; layer < config_.layers; ++layer) {
    const at::Tensor inputs = between_layers(states, layer, dropout);
    const at::Tensor outputs = run_layer(layer, inputs, batch.sequences, window);
    states = config_.residual && layer > 0 ? outputs.add(inputs) : outputs;
  }
  return head(states, batch.sequences, dropout);
}

std::vector<WindowLogits> Network::window_logits(const Batch& batch, const Dropout* dropout,
                                                 int64_t window) const {
  const at::Tensor embedded = embed(batch, dropout);
  std::vector<RecurrentState> carried;
  for (int64_t layer = 0; layer < config_.layers; ++layer) {
    carried.push_back(zero_state(config_.type, batch.sequences.batch(), weights(layer, false)));
  }
  std::vector<at::Tensor> past;  // top states of earlier windows: constants that pooling still sees
  std::vector<WindowLogits> result;
  const std::vector<int64_t>& lengths = batch.sequences.lengths();
  const int64_t longest = *std::max_element(lengths.begin(), lengths.end());
  for (int64_t begin = 0; begin < longest; begin += window) {
    const int64_t end = std::min(begin + window, longest);
    at::Tensor states = embedded.slice(0, begin, end);
    for (int64_t layer = 0; layer < config_.layers; ++layer) {
      const at::Tensor inputs = between_layers(states, layer, dropout);
      RecurrentState& state = carried[static_cast<std::size_t>(layer)];
      const RecurrentOutput out = run_recurrence(config_.type, inputs, state, weights(layer, false));
      state = out.end.detached();
      states = config_.residual && layer > 0 ? out.states.add(inputs) : out.states;
    }
    past.push_back(states);
    WindowLogits reached;
    for (int64_t b = 0; b < batch.sequences.batch(); ++b) {
      if (lengths[static_cast<std::size_t>(b)] > begin) reached.rows.push_back(b);
    }
    const at::Tensor scores = head(at::cat(past, 0), batch.sequences.first(end), dropout);
    const at::Tensor rows =
        integer_tensor(reached.rows, {static_cast<int64_t>(reached.rows.size())}, device_);
    reached.logits = scores.index_select(0, rows);
    result.push_back(std::move(reached));
    past.back() = past.back().detach();
  }
  return result;
}

void Network::freeze_embedding() { tensors_.front().set_requires_grad(false); }

Parameters Network::values() const {
  Parameters values;
  for (std::size_t i = 0; i < tensors_.size(); ++i) values.push_back(to_named(names_[i], tensors_[i]));
  return values;
}

void Network::set_values(const Parameters& values) {
  const c10::NoGradGuard no_gradient;
  for (std::size_t i = 0; i < tensors_.size(); ++i) {
    if (values.at(i).name != names_[i]) {
      throw std::logic_error(concat("expected parameter ", names_[i], ", got ", values[i].name));
    }
    tensors_[i].copy_(to_tensor(values[i], device_));
  }
}

const at::Tensor& Network::tensor(const std::string& name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  if (found == names_.end()) throw std::logic_error(concat("the network has no parameter ", name));
  return tensors_[static_cast<std::size_t>(found - names_.begin())];
}

RecurrentWeights Network::weights(int64_t layer, bool reverse) const {
  RecurrentWeights result;
  for (const char* kind : {"weight_ih", "weight_hh", "bias_ih", "bias_hh"}) {
    result.push_back(
        tensor(concat(name_of(config_.type), ".", kind, "_l", layer, reverse ? "_reverse" : "")));
  }
  return result;
}

at::Tensor Network::embed(const Batch& batch, const Dropout* dropout) const {
  const at::Tensor embedded = at::embedding(tensors_.front(), batch.token_ids, Vocabulary::kPadId);
  if (dropout == nullptr) return embedded;
  return dropout->apply(embedded, {1, batch.sequences.batch(), config_.embedding_size},
                        config_.embedding_dropout, RandomUse::kEmbeddingDropout);
}

at::Tensor Network::between_layers(const at::Tensor& states, int64_t layer, const Dropout* dropout) const {
  if (dropout == nullptr || layer == 0) return states;
  return dropout->apply(states, {1, states.size(1), states.size(2)}, config_.layer_dropout,
                        RandomUse::kLayerDropout, static_cast<uint64_t>(layer));
}

at::Tensor Network::run_layer(int64_t layer, const at::Tensor& inputs, const Sequences& sequences,
                              std::optional<int64_t> window) const {
  const auto run = [&](const at::Tensor& read, bool reverse) {
    const RecurrentWeights own = weights(layer, reverse);
    if (window) return run_truncated(config_.type, read, sequences, own, *window);
    return run_recurrence(config_.type, read, zero_state(config_.type, sequences.batch(), own), own).states;
  };
  const at::Tensor forward = run(inputs, false);
  if (!config_.bidirectional) return forward;
  return at::cat({forward, sequences.reversed(run(sequences.reversed(inputs), true))}, 2);
}

at::Tensor Network::head(const at::Tensor& states, const Sequences& sequences, const Dropout* dropout) const {
  AttentionWeights attention;
  if (config_.pooling == Pooling::kAttention)
    attention = {tensor("attention.weight"), tensor("attention.bias")};
  at::Tensor pooled = pool_states(config_, states, sequences, attention);
  if (dropout != nullptr)
    pooled = dropout->apply(pooled, pooled.sizes(), config_.dropout, RandomUse::kHeadDropout);
  return at::linear(pooled, tensor("output.weight"), tensor("output.bias"));
}

}  // namespace sentiment
