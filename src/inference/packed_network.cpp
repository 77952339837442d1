#include "inference/packed_network.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.h"
#include "kernels/output_layer.h"
#include "kernels/pooling.h"
#include "model/batch_norm.h"

namespace sentiment {
namespace {

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

/// The tensor's values, which `parameters` then no longer holds.
std::vector<float> take(Parameters& parameters, const std::string& name) {
  const std::ptrdiff_t place = &find(parameters, name) - parameters.data();
  return std::move(parameters[size(place)].values);
}

/// Packs a layer and drops its values, so that a large model is not held twice.
ReadingLayer pack_layer(const ModelConfig& config, int64_t layer, Parameters& parameters,
                        InstructionSet set) {
  std::vector<std::vector<float>> values;
  std::vector<CellParameters<float>> sides;
  for (int64_t direction = 0; direction < config.directions(); ++direction) {
    const auto part = [&](const char* name) {
      values.push_back(take(parameters, fmt::format("{}.{}_l{}{}", name_of(config.type), name, layer,
                                                    direction == 0 ? "" : "_reverse")));
      return values.back().data();
    };
    const float* weight_ih = part("weight_ih");
    const float* weight_hh = part("weight_hh");
    const float* bias_ih = part("bias_ih");
    sides.push_back({weight_ih, weight_hh, bias_ih, part("bias_hh")});
  }
  const int64_t I = layer == 0 ? config.embedding_size : config.state_size();
  return {cell_type(config.type), I, config.hidden_size, sides, set};
}

}  // namespace

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

PackedNetwork::PackedNetwork(const ModelConfig& config, Parameters parameters, InstructionSet set)
    : config_(config), parameters_(std::move(parameters)) {
  fold_batch_norm(config_, parameters_);
  for (int64_t number = 0; number < config.layers; ++number)
    layers_.push_back(pack_layer(config, number, parameters_, set));
}

void PackedNetwork::project(std::span<const TokenId> types, float* embedded, float* out) const {
  const float* embedding = values("embedding.weight").data();
  const int64_t E = config_.embedding_size;
  for (std::size_t done = 0; done < types.size(); done += size(kTypesAtOnce)) {
    const auto some = types.subspan(done, std::min(size(kTypesAtOnce), types.size() - done));
    float* to = embedded;
    for (const TokenId type : some) to = std::copy_n(embedding + type * E, E, to);
    layers_.front().project(static_cast<int64_t>(some.size()), embedded, out);
    out += static_cast<int64_t>(some.size()) * layers_.front().projected_size();
  }
}

Probabilities PackedNetwork::probabilities(int64_t time, const float* states) const {
  const int64_t S = config_.state_size();
  const auto last = [&](float* to) {
    pool_last(time, config_.hidden_size, config_.directions(), states, to);
  };
  std::vector<float> features(size(config_.pooled_size()));
  std::vector<double> shares;
  switch (config_.pooling) {
    case Pooling::kLast:
      last(features.data());
      break;
    case Pooling::kMean:
      pool_mean(time, S, states, features.data());
      break;
    case Pooling::kMax:
      pool_max(time, S, states, features.data());
      break;
    case Pooling::kMaxMean:
      pool_max(time, S, states, features.data());
      pool_mean(time, S, states, features.data() + S);
      break;
    case Pooling::kLastMaxMean:
      last(features.data());
      pool_max(time, S, states, features.data() + S);
      pool_mean(time, S, states, features.data() + 2 * S);
      break;
    case Pooling::kAttention:
      pool_attention(time, S, values("attention.weight").data(), values("attention.bias").front(), states,
                     features.data(), shares);
      break;
  }
  return probabilities(features.data());
}

std::vector<double> PackedNetwork::layer_of(const std::string& name, const float* inputs) const {
  const NamedTensor& weight = find(parameters_, name + ".weight");
  std::vector<double> outputs(size(weight.shape[0]));
  linear(weight.shape[0], weight.shape[1], weight.values.data(), values(name + ".bias").data(), inputs,
         outputs.data());
  return outputs;
}

Probabilities PackedNetwork::probabilities(const float* features) const {
  std::vector<float> hidden;
  if (config_.head_hidden_size) {
    for (const double value : layer_of("hidden", features))
      hidden.push_back(std::max(static_cast<float>(value), 0.0F));
    features = hidden.data();
  }
  Probabilities result = layer_of("output", features);
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

}  // namespace sentiment
