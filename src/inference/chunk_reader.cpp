#include "inference/chunk_reader.h"

#include <algorithm>
#include <utility>

namespace sentiment {
namespace {

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

StepOrder together(std::span<const TokenIds> texts) {
  std::vector<int64_t> lengths;
  for (const TokenIds text : texts) lengths.push_back(static_cast<int64_t>(text.size()));
  return {lengths, std::max<int64_t>(1, static_cast<int64_t>(texts.size()))};
}

}  // namespace

std::vector<Probabilities> ChunkReader::read(std::span<const TokenIds> texts, const FrequentTypes* frequent) {
  const ModelConfig& config = network_.config();
  const std::vector<ReadingLayer>& layers = network_.layers();
  const int64_t S = config.state_size();
  const StepOrder order = together(texts);
  // Where only the ends of texts count, the states of the top layer need not be kept.
  const bool ends = config.pooling == Pooling::kLast && !config.residual;

  project_types(texts, frequent);
  last_.assign(texts.size() * size(S), 0.0F);
  for (std::size_t number = 0; number < layers.size(); ++number) {
    const bool keep = number + 1 < layers.size() || !ends;
    if (number > 0) project_states(layers[number], order.tokens());
    if (keep) states_.grow(size(order.tokens() * S));
    layers[number].read({&order, number == 0 ? tokens_.of_tokens() : projected_of_token_.data(),
                         keep ? states_.data() : nullptr, last_.data()},
                        scratch_);
    if (number == 0 || !config.residual) continue;
    for (int64_t i = 0; i < order.tokens() * S; ++i) states_.data()[i] += inputs_.data()[i];
  }

  std::vector<Probabilities> results;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    results.push_back(ends ? network_.probabilities(last_.data() + i * size(S))
                           : network_.probabilities(static_cast<int64_t>(texts[i].size()),
                                                    states_.at(size(order.starts()[i] * S))));
  }
  return results;
}

void ChunkReader::project_types(std::span<const TokenIds> texts, const FrequentTypes* frequent) {
  tokens_.look_up(texts, frequent, network_.layers().front().projected_size(),
                  network_.config().reads_backward(), projected_);
  embedded_.grow(size(PackedNetwork::kTypesAtOnce * network_.config().embedding_size));
  network_.project(tokens_.types(), embedded_.data(), projected_.data());
}

void ChunkReader::project_states(const ReadingLayer& layer, int64_t tokens) {
  std::swap(inputs_, states_);
  projected_.grow(size(tokens * layer.projected_size()));
  layer.project(tokens, inputs_.data(), projected_.data());
  projected_of_token_.clear();
  for (int64_t token = 0; token < tokens; ++token)
    projected_of_token_.push_back(projected_.data() + token * layer.projected_size());
}

int64_t ChunkReader::bytes_per_token(const PackedNetwork& network) {
  const int64_t kept_layers = network.layers().size() > 1 ? 2 : 1;
  const int64_t numbers =
      network.layers().front().projected_size() + kept_layers * network.config().state_size();
  return numbers * static_cast<int64_t>(sizeof(float)) + kept_layers * static_cast<int64_t>(sizeof(float*));
}

}  // namespace sentiment
