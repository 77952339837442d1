#include "inference/packed_network.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.h"
#include "kernels/output_layer.h"
#include "kernels/pooling.h"

namespace sentiment {
namespace {

CellType cell_type(RecurrentType type) {
  switch (type) {
    case RecurrentType::kLstm:
      return CellType::kLstm;
    case RecurrentType::kGru:
      return CellType::kGru;
    default:
      return CellType::kRnn;
  }
}

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

}  // namespace

PackedNetwork::PackedNetwork(const ModelConfig& config, const Parameters& parameters)
    : config_(config), parameters_(parameters), embedding_(find(parameters, "embedding.weight")) {
  for (int64_t layer = 0; layer < config.layers; ++layer) {
    for (int64_t direction = 0; direction < config.directions(); ++direction) {
      const auto part = [&](const char* name) {
        return find(parameters, fmt::format("{}.{}_l{}{}", name_of(config.type), name, layer,
                                            direction == 0 ? "" : "_reverse"))
            .values.data();
      };
      layers_.emplace_back(RecurrentParameters{.type = cell_type(config.type),
                                               .I = layer == 0 ? config.embedding_size : config.state_size(),
                                               .H = config.hidden_size,
                                               .weight_ih = part("weight_ih"),
                                               .weight_hh = part("weight_hh"),
                                               .bias_ih = part("bias_ih"),
                                               .bias_hh = part("bias_hh")});
    }
  }
}

std::vector<double> PackedNetwork::probabilities(const std::vector<TokenId>& ids,
                                                 Workspace& workspace) const {
  const auto time = static_cast<int64_t>(ids.size());
  embed(ids, workspace);
  for (int64_t layer = 0; layer < config_.layers; ++layer) {
    if (layer > 0) std::swap(workspace.inputs, workspace.states);
    read_layer(layer, time, workspace);
  }
  pool(time, workspace);
  const NamedTensor& output = find(parameters_, "output.weight");
  std::vector<double> result(size(output.shape[0]));
  linear(output.shape[0], output.shape[1], output.values.data(), values("output.bias"),
         workspace.features.data(), result.data());
  softmax(result);
  for (const double probability : result) {
    if (!std::isfinite(probability)) {
      throw Error(
          "model: expected numbers as output, found an overflow; its weights are too large, train again "
          "with a smaller learning rate or clip_norm");
    }
  }
  return result;
}

void PackedNetwork::embed(const std::vector<TokenId>& ids, Workspace& workspace) const {
  const std::size_t width = size(config_.embedding_size);
  workspace.inputs.resize(std::max(workspace.inputs.size(), ids.size() * width));
  for (std::size_t t = 0; t < ids.size(); ++t) {
    std::copy_n(embedding_.values.data() + size(ids[t]) * width, width, workspace.inputs.data() + t * width);
  }
}

void PackedNetwork::read_layer(int64_t layer, int64_t time, Workspace& workspace) const {
  const int64_t state_size = config_.state_size();
  const std::size_t count = size(time * state_size);
  workspace.states.resize(std::max(workspace.states.size(), count));
  for (int64_t direction = 0; direction < config_.directions(); ++direction) {
    const RecurrentLayer& cells = layers_[size(layer * config_.directions() + direction)];
    const ReadingOrder order = direction == 0 ? ReadingOrder::kFromTheStart : ReadingOrder::kFromTheEnd;
    cells.forward(time, workspace.inputs.data(), order,
                  workspace.states.data() + direction * config_.hidden_size, state_size, workspace.scratch);
  }
  if (!config_.residual || layer == 0) return;
  for (std::size_t i = 0; i < count; ++i) workspace.states[i] += workspace.inputs[i];
}

void PackedNetwork::pool(int64_t time, Workspace& workspace) const {
  const int64_t state_size = config_.state_size();
  const float* states = workspace.states.data();
  workspace.features.resize(size(config_.pooled_size()));
  float* features = workspace.features.data();
  switch (config_.pooling) {
    case Pooling::kLast:
      return pool_last(time, config_.hidden_size, config_.directions(), states, features);
    case Pooling::kMean:
      return pool_mean(time, state_size, states, features);
    case Pooling::kMax:
      return pool_max(time, state_size, states, features);
    case Pooling::kMaxMean:
      pool_max(time, state_size, states, features);
      return pool_mean(time, state_size, states, features + state_size);
    case Pooling::kLastMaxMean:
      pool_last(time, config_.hidden_size, config_.directions(), states, features);
      pool_max(time, state_size, states, features + state_size);
      return pool_mean(time, state_size, states, features + 2 * state_size);
    case Pooling::kAttention:
      return pool_attention(time, state_size, values("attention.weight"), *values("attention.bias"), states,
                            features, workspace.attention);
  }
}

}  // namespace sentiment
