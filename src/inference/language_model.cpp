#include "inference/language_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "inference/packed_network.h"

namespace sentiment {
namespace {

// A thread that takes part in a product of fewer weights takes longer to wake than to multiply.
constexpr int64_t kWeightsPerThread = int64_t{1} << 18;

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

const float* values(const PretrainedModel& model, const std::string& name) {
  return find(model.parameters, name).values.data();
}

PackedCell<float> pack_cell(const PretrainedModel& model, int64_t layer, InstructionSet set) {
  const auto part = [&](const char* name) {
    return values(model, fmt::format("{}.{}_l{}", name_of(model.shape.type), name, layer));
  };
  const int64_t I = layer == 0 ? model.shape.embedding_size : model.shape.hidden_size;
  PackedCell<float> cell(cell_type(model.shape.type), I, model.shape.hidden_size, cell_kernels<float>(set));
  cell.pack_for_reading({part("weight_ih"), part("weight_hh"), part("bias_ih"), part("bias_hh")});
  return cell;
}

}  // namespace

void ReadingState::copy(int64_t to, const ReadingState& other, int64_t from) {
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    Layer& mine = layers_[l];
    const Layer& theirs = other.layers_[l];
    const int64_t row = mine.row_size;
    std::copy_n(theirs.hidden[theirs.newest].data() + from * row, row,
                mine.hidden[mine.newest].data() + to * row);
    std::copy_n(theirs.cell.data() + from * row, row, mine.cell.data() + to * row);
  }
  const auto features = static_cast<int64_t>(features_.size()) / texts_;
  std::copy_n(other.features_.data() + from * features, features, features_.data() + to * features);
}

LanguageModel::LanguageModel(PretrainedModel model, InstructionSet set)
    : vocabulary_(std::move(model.vocabulary)),
      labels_(std::move(model.labels)),
      tokenizer_(model.tokenizer),
      shape_(model.shape),
      embedding_(static_cast<int64_t>(vocabulary_.size()), shape_.embedding_size,
                 values(model, "embedding.weight"), values(model, "output.bias"), set) {
  for (int64_t layer = 0; layer < shape_.layers; ++layer) cells_.push_back(pack_cell(model, layer, set));
  if (shape_.is_projected()) {
    projection_.emplace_back(shape_.embedding_size, shape_.hidden_size, values(model, "projection.weight"),
                             values(model, "projection.bias"), set);
  }
}

ReadingState LanguageModel::begin(int64_t texts) const {
  ReadingState state;
  state.texts_ = texts;
  const int64_t E = shape_.embedding_size;
  const int64_t H = shape_.hidden_size;
  for (const PackedCell<float>& cell : cells_) {
    const auto zeros = [&] { return AlignedArray<float>(size(texts * cell.P())); };
    state.layers_.push_back({cell.P(), {zeros(), zeros()}, zeros()});
  }
  state.inputs_ = AlignedArray<float>(size(texts * std::max(E, H)));
  state.outputs_ = AlignedArray<float>(size(texts * H));
  state.projected_ = AlignedArray<float>(size(texts * cells_.front().N()));
  for (int64_t i = 0; i < texts; ++i)
    state.projected_rows_.push_back(state.projected_.data() + i * cells_.front().N());
  state.features_ = AlignedArray<float>(size(texts * E));
  return state;
}

void LanguageModel::read(std::span<const TokenId> tokens, ReadingState& state) const {
  const int64_t E = shape_.embedding_size;
  const int64_t H = shape_.hidden_size;
  const int64_t texts = state.texts_;
  for (int64_t i = 0; i < texts; ++i) embedding_.copy_row(tokens[size(i)], state.inputs_.data() + i * E);
  for (std::size_t number = 0; number < cells_.size(); ++number) {
    step(cells_[number], state, state.layers_[number]);
    float* outputs = state.outputs_.data();
    if (number > 0 && shape_.residual) {
      for (int64_t i = 0; i < texts * H; ++i) outputs[i] += state.inputs_.data()[i];
    }
    std::copy_n(outputs, texts * H, state.inputs_.data());
  }
  if (projection_.empty()) {
    std::copy_n(state.outputs_.data(), texts * H, state.features_.data());
    return;
  }
  std::vector<float> features(size(texts * projection_.front().columns()));
  projection_.front().multiply(texts, state.outputs_.data(), features.data());
  for (int64_t i = 0; i < texts; ++i)
    std::copy_n(features.data() + i * projection_.front().columns(), E, state.features_.data() + i * E);
}

/// One step of a layer: state.inputs_ to state.outputs_.
void LanguageModel::step(const PackedCell<float>& cell, ReadingState& state,
                         ReadingState::Layer& layer) const {
  cell.project(state.texts_, state.inputs_.data(), state.projected_.data(), cell.N());
  ForwardStep<float> step{};
  step.rows = state.texts_;
  step.unit_end = cell.P();
  step.projected = state.projected_rows_.data();
  step.hidden_before = layer.hidden[layer.newest].data();
  layer.newest = 1 - layer.newest;
  step.hidden = layer.hidden[layer.newest].data();
  step.cell = layer.cell.data();
  step.cell_before = step.cell;
  step.state_stride = cell.P();
  cell.forward(step);
  for (int64_t i = 0; i < state.texts_; ++i)
    std::copy_n(step.hidden + i * cell.P(), cell.H(), state.outputs_.data() + i * cell.H());
}

void LanguageModel::logits(ReadingState& state, ThreadPool& pool, float* out) const {
  const int64_t weights = embedding_.columns() * shape_.embedding_size;
  const int64_t shares = std::clamp<int64_t>(weights / kWeightsPerThread, 1, pool.threads());
  pool.run(size(shares), [&](std::size_t share) {
    embedding_.multiply(state.texts_, state.features_.data(), out, static_cast<int64_t>(share), shares);
  });
}

}  // namespace sentiment
