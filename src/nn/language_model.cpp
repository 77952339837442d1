#include "nn/language_model.h"

#include <ATen/ops/zeros_like.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <numeric>

#include "core/concat.h"
#include "core/error.h"
#include "kernels/training_layer.h"
#include "nn/tensors.h"

namespace sentiment {
namespace {

/// Numbers for the words of a window: those that are read first.
class WindowWords {
 public:
  int32_t number_of(TokenId id) {
    const auto i = static_cast<std::size_t>(id);
    if (i >= numbers_.size()) numbers_.resize(i + 1, -1);
    if (numbers_[i] < 0) {
      numbers_[i] = static_cast<int32_t>(ids_.size());
      ids_.push_back(id);
    }
    return numbers_[i];
  }
  const std::vector<int64_t>& ids() const { return ids_; }

 private:
  std::vector<int64_t> ids_;
  std::vector<int32_t> numbers_;  // by token id; -1: not seen
};

std::vector<int32_t> iota(int64_t count) {
  std::vector<int32_t> numbers(static_cast<std::size_t>(count));
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

SoftmaxTask softmax_task(const TextWindow& window, const Candidates& candidates,
                         const CandidateSampler& sampler, const at::Tensor& bias, WindowWords& words) {
  SoftmaxTask task;
  const auto* biases = bias.const_data_ptr<float>();
  const auto offset = [&](TokenId id) { return biases[id] - sampler.log_expected(id, candidates); };
  std::vector<int32_t> place;  // by token id, among the candidates
  for (const TokenId id : candidates.ids) {
    place.resize(static_cast<std::size_t>(id) + 1, -1);
    place.back() = static_cast<int32_t>(task.candidates.size());
    task.candidates.push_back(words.number_of(id));
    task.candidate_offsets.push_back(offset(id));
  }
  for (const TokenId id : window.targets) {
    task.targets.push_back(words.number_of(id));
    task.target_offsets.push_back(offset(id));
    task.hits.push_back(static_cast<std::size_t>(id) < place.size() ? place[static_cast<std::size_t>(id)]
                                                                    : -1);
  }
  return task;
}

}  // namespace

LanguageModel::LanguageModel(const LanguageModelConfig& config, const Parameters& values, bool trainable,
                             std::shared_ptr<ThreadPool> pool)
    : config_(config),
      parameters_(config.shape.recurrent_part(), values, at::kCPU, trainable),
      pool_(std::move(pool)),
      carried_(static_cast<std::size_t>(config.shape.layers)),
      softmax_(pool_) {
  for (int64_t layer = 0; layer < config.shape.layers; ++layer)
    layers_.emplace_back(config.shape.type, pool_);
}

TiedOutput LanguageModel::output(at::Tensor words) const {
  TiedOutput output{.projection = {}, .projection_bias = {}, .words = std::move(words)};
  if (config_.shape.is_projected()) {
    output.projection = parameters_.tensor("projection.weight").detach();
    output.projection_bias = parameters_.tensor("projection.bias").detach();
  }
  return output;
}

WindowGradient LanguageModel::train(const TextWindow& window, const Candidates& candidates,
                                    const CandidateSampler& sampler, const Dropout& dropout) {
  WindowWords words;
  std::vector<int32_t> slots;
  slots.reserve(window.inputs.size());
  for (const TokenId id : window.inputs) slots.push_back(words.number_of(id));
  const auto read = static_cast<int64_t>(words.ids().size());
  const at::Tensor& bias = parameters_.tensor("output.bias");
  const SoftmaxTask task = softmax_task(window, candidates, sampler, bias, words);

  const auto count = static_cast<int64_t>(words.ids().size());
  const at::Tensor ids = integer_tensor(words.ids(), {count}, at::kCPU);
  at::Tensor rows = parameters_.embedding().detach().index_select(0, ids);
  const at::Tensor inputs = rows.narrow(0, 0, read).detach().requires_grad_(true);
  const at::Tensor states = this->states(window, inputs, slots, &dropout);
  SoftmaxGradient gradient = softmax_.run(states.detach(), output(rows), task);
  states.backward(gradient.states);

  gradient.words.narrow(0, 0, read).add_(inputs.grad());
  at::Tensor bias_gradient = at::zeros_like(bias.detach());
  bias_gradient.index_add_(0, ids, gradient.word_offsets);
  parameters_.tensor("output.bias").mutable_grad() = bias_gradient;
  if (config_.shape.is_projected()) {
    parameters_.tensor("projection.weight").mutable_grad() = gradient.projection;
    parameters_.tensor("projection.bias").mutable_grad() = gradient.projection_bias;
  }
  return {.loss = gradient.loss, .words = words.ids(), .word_gradient = gradient.words};
}

SoftmaxScore LanguageModel::score(const TextWindow& window) {
  const c10::NoGradGuard no_gradient;
  WindowWords words;
  std::vector<int32_t> slots;
  for (const TokenId id : window.inputs) slots.push_back(words.number_of(id));
  const at::Tensor ids = integer_tensor(words.ids(), {static_cast<int64_t>(words.ids().size())}, at::kCPU);
  const at::Tensor states =
      this->states(window, parameters_.embedding().detach().index_select(0, ids), slots, nullptr);
  return score_all_words(states, output(parameters_.embedding().detach()),
                         parameters_.tensor("output.bias").detach(), window.targets, *pool_);
}

/// The last layer's states [streams * time, hidden]; `rows` are those of the words that are read.
at::Tensor LanguageModel::states(const TextWindow& window, const at::Tensor& rows,
                                 const std::vector<int32_t>& slots, const Dropout* dropout) {
  const StepOrder order(std::vector<int64_t>(static_cast<std::size_t>(window.streams), window.time),
                        texts_per_group(window.streams, 1));
  // One mask for a stream, along its window (Gal and Ghahramani 2016).
  const auto drop = [&](const at::Tensor& features, double probability, RandomUse use, int64_t layer) {
    if (dropout == nullptr || probability <= 0.0) return features;
    const int64_t width = features.size(1);
    return dropout
        ->apply(features.view({window.streams, window.time, width}), {window.streams, 1, width}, probability,
                use, static_cast<uint64_t>(layer))
        .view({window.tokens(), width});
  };
  at::Tensor inputs = rows;
  auto texts = std::make_shared<FusedTexts>(FusedTexts{order, slots});
  if (dropout != nullptr)
    inputs =
        dropout->apply(inputs, {rows.size(0), 1}, config_.embedding_dropout, RandomUse::kEmbeddingDropout);
  const auto every_token = std::make_shared<FusedTexts>(FusedTexts{order, iota(window.tokens())});
  if (dropout != nullptr && config_.input_dropout > 0.0) {
    const std::vector<int64_t> wide(slots.begin(), slots.end());
    inputs = inputs.index_select(0, integer_tensor(wide, {window.tokens()}, at::kCPU));
    inputs = drop(inputs, config_.input_dropout, RandomUse::kInputDropout, 0);
    texts = every_token;
  }
  for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
    const auto number = static_cast<int64_t>(layer);
    if (layer > 0) inputs = drop(inputs, config_.layer_dropout, RandomUse::kLayerDropout, number);
    RecurrentWeights weights = parameters_.recurrent(number, false);
    if (dropout != nullptr) {
      weights[1] = dropout->apply(weights[1], weights[1].sizes(), config_.weight_drop, RandomUse::kWeightDrop,
                                  static_cast<uint64_t>(layer));
    }
    const FusedOutput out =
        layers_[layer].run(inputs, layer == 0 ? texts : every_token, weights, {}, &carried_[layer]);
    carried_[layer] = {out.last.detach(), out.last_cell};
    inputs = config_.shape.residual && layer > 0 ? out.states.add(inputs) : out.states;
  }
  return drop(inputs, config_.output_dropout, RandomUse::kOutputDropout, 0);
}

Parameters LanguageModel::carried() const {
  Parameters states;
  for (std::size_t layer = 0; layer < carried_.size(); ++layer) {
    if (carried_[layer].hidden.defined())
      states.push_back(to_named(concat("stream.hidden_l", layer), carried_[layer].hidden));
    if (carried_[layer].cell.defined())
      states.push_back(to_named(concat("stream.cell_l", layer), carried_[layer].cell));
  }
  return states;
}

void LanguageModel::set_carried(const Parameters& states, int64_t streams) {
  forget();
  if (states.empty()) return;
  const auto find_state = [&](const std::string& name) {
    const auto found =
        std::find_if(states.begin(), states.end(), [&](const NamedTensor& t) { return t.name == name; });
    if (found == states.end() || found->shape != std::vector<int64_t>{streams, config_.shape.hidden_size})
      throw FormatError(concat("checkpoint: ", name, " is missing or has another shape"));
    return to_tensor(*found, at::kCPU);
  };
  for (std::size_t layer = 0; layer < carried_.size(); ++layer) {
    carried_[layer].hidden = find_state(concat("stream.hidden_l", layer));
    if (config_.shape.type == RecurrentType::kLstm)
      carried_[layer].cell = find_state(concat("stream.cell_l", layer));
  }
}

}  // namespace sentiment
