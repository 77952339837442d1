#include "nn/language_network.h"

#include <ATen/ops/zeros_like.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <numeric>

#include "core/concat.h"
#include "core/error.h"
#include "kernels/training_layer.h"
#include "nn/recurrence.h"
#include "nn/tensors.h"
#include "nn/torch_softmax.h"

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

/// Numbers the words that are read.
WindowReading read(const TextWindow& window, const Dropout* dropout, WindowWords& words) {
  WindowReading reading{window, {}, 0, dropout};
  reading.slots.reserve(window.inputs.size());
  for (const TokenId id : window.inputs) reading.slots.push_back(words.number_of(id));
  reading.words = static_cast<int64_t>(words.ids().size());
  return reading;
}

/// With `bias` the offsets contain it; without, whoever takes the gradient adds it.
SoftmaxTask softmax_task(const TextWindow& window, const Candidates& candidates,
                         const CandidateSampler& sampler, const at::Tensor* bias, WindowWords& words) {
  SoftmaxTask task;
  const float* biases = bias == nullptr ? nullptr : bias->const_data_ptr<float>();
  const auto offset = [&](TokenId id) {
    return (biases == nullptr ? 0.0F : biases[id]) - sampler.log_expected(id, candidates);
  };
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

LanguageNetwork::LanguageNetwork(const LanguageModelConfig& config, const Parameters& values, bool trainable,
                                 at::Device device, std::shared_ptr<ThreadPool> pool)
    : config_(config),
      parameters_(config.shape.recurrent_part(), values, device, trainable),
      pool_(std::move(pool)),
      device_(device),
      carried_(static_cast<std::size_t>(config.shape.layers)),
      softmax_(pool_) {
  if (!pool_) return;
  for (int64_t layer = 0; layer < config.shape.layers; ++layer)
    layers_.emplace_back(config.shape.type, pool_);
}

TiedOutput LanguageNetwork::output(at::Tensor words) const {
  TiedOutput output{.projection = {}, .projection_bias = {}, .words = std::move(words)};
  if (config_.shape.is_projected()) {
    output.projection = parameters_.tensor("projection.weight");
    output.projection_bias = parameters_.tensor("projection.bias");
  }
  return output;
}

WindowGradient LanguageNetwork::train(const TextWindow& window, const Candidates& candidates,
                                      const CandidateSampler& sampler, const Dropout& dropout) {
  WindowWords words;
  const WindowReading reading = read(window, &dropout, words);
  const at::Tensor bias = parameters_.tensor("output.bias").detach();
  const SoftmaxTask task = softmax_task(window, candidates, sampler, pool_ ? &bias : nullptr, words);
  const at::Tensor ids = integer_tensor(words.ids(), {static_cast<int64_t>(words.ids().size())}, device_);
  const at::Tensor rows = parameters_.embedding().detach().index_select(0, ids);
  const SoftmaxGradient gradient =
      pool_ ? train_on_kernels(reading, rows, task)
            : train_through_libtorch(reading, rows, bias.index_select(0, ids), task);
  parameters_.tensor("output.bias").mutable_grad() =
      at::zeros_like(bias).index_add_(0, ids, gradient.word_offsets);
  if (!pool_) {
    const at::Tensor& embedding = parameters_.embedding();
    embedding.mutable_grad() = at::zeros_like(embedding.detach()).index_add_(0, ids, gradient.words);
  }
  return {.loss = gradient.loss, .words = words.ids(), .word_gradient = gradient.words};
}

SoftmaxGradient LanguageNetwork::train_on_kernels(const WindowReading& reading, const at::Tensor& rows,
                                                  const SoftmaxTask& task) {
  const at::Tensor inputs = rows.narrow(0, 0, reading.words).detach().requires_grad_(true);
  const at::Tensor states = this->states(reading, inputs);
  TiedOutput weights = output(rows);
  if (weights.projection.defined()) {
    weights.projection = weights.projection.detach();
    weights.projection_bias = weights.projection_bias.detach();
  }
  SoftmaxGradient gradient = softmax_.run(states.detach(), weights, task);
  states.backward(gradient.states);
  gradient.words.narrow(0, 0, reading.words).add_(inputs.grad());
  if (config_.shape.is_projected()) {
    parameters_.tensor("projection.weight").mutable_grad() = gradient.projection;
    parameters_.tensor("projection.bias").mutable_grad() = gradient.projection_bias;
  }
  return gradient;
}

SoftmaxGradient LanguageNetwork::train_through_libtorch(const WindowReading& reading, const at::Tensor& rows,
                                                        const at::Tensor& word_bias,
                                                        const SoftmaxTask& task) {
  const at::Tensor words = rows.detach().requires_grad_(true);
  const at::Tensor bias = word_bias.detach().requires_grad_(true);
  const at::Tensor states = this->states(reading, words.narrow(0, 0, reading.words));
  const at::Tensor loss = candidate_loss(states, output(words), bias, task);
  loss.backward();
  SoftmaxGradient gradient;
  gradient.loss = loss.detach();
  gradient.words = words.grad();
  gradient.word_offsets = bias.grad();
  return gradient;
}

SoftmaxScore LanguageNetwork::score(const TextWindow& window) {
  const c10::NoGradGuard no_gradient;
  WindowWords words;
  const WindowReading reading = read(window, nullptr, words);
  const at::Tensor ids = integer_tensor(words.ids(), {reading.words}, device_);
  const at::Tensor states = this->states(reading, parameters_.embedding().detach().index_select(0, ids));
  const TiedOutput output = this->output(parameters_.embedding().detach());
  const at::Tensor bias = parameters_.tensor("output.bias").detach();
  return pool_ ? score_all_words(states, output, bias, window.targets, *pool_)
               : score_through_libtorch(states, output, bias, window.targets);
}

/// The last layer's states [streams * time, hidden]; `rows` are those of the words that are read.
at::Tensor LanguageNetwork::states(const WindowReading& reading, const at::Tensor& rows) {
  const TextWindow& window = reading.window;
  const Dropout* dropout = reading.dropout;
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
  auto texts = std::make_shared<FusedTexts>(FusedTexts{order, reading.slots});
  if (dropout != nullptr)
    inputs =
        dropout->apply(inputs, {rows.size(0), 1}, config_.embedding_dropout, RandomUse::kEmbeddingDropout);
  const auto every_token = std::make_shared<FusedTexts>(FusedTexts{order, iota(window.tokens())});
  if (!pool_ || (dropout != nullptr && config_.input_dropout > 0.0)) {
    const std::vector<int64_t> wide(reading.slots.begin(), reading.slots.end());
    inputs = inputs.index_select(0, integer_tensor(wide, {window.tokens()}, device_));
    inputs = drop(inputs, config_.input_dropout, RandomUse::kInputDropout, 0);
    texts = every_token;
  }
  for (std::size_t layer = 0; layer < carried_.size(); ++layer) {
    const auto number = static_cast<int64_t>(layer);
    if (layer > 0) inputs = drop(inputs, config_.layer_dropout, RandomUse::kLayerDropout, number);
    RecurrentWeights weights = parameters_.recurrent(number, false);
    if (dropout != nullptr) {
      weights[1] = dropout->apply(weights[1], weights[1].sizes(), config_.weight_drop, RandomUse::kWeightDrop,
                                  static_cast<uint64_t>(layer));
    }
    const FusedOutput out =
        pool_ ? layers_[layer].run(inputs, layer == 0 ? texts : every_token, weights, {}, &carried_[layer])
              : read_through_libtorch(inputs, window, weights, carried_[layer]);
    carried_[layer] = {out.last.detach(), out.last_cell};
    inputs = config_.shape.residual && layer > 0 ? out.states.add(inputs) : out.states;
  }
  return drop(inputs, config_.output_dropout, RandomUse::kOutputDropout, 0);
}

/// Reads `inputs` [streams * time, input] stream by stream, going on from `start`.
FusedOutput LanguageNetwork::read_through_libtorch(const at::Tensor& inputs, const TextWindow& window,
                                                   const RecurrentWeights& weights,
                                                   const CarriedState& start) const {
  const RecurrentType type = config_.shape.type;
  RecurrentState state = zero_state(type, window.streams, weights);
  if (start.hidden.defined()) state.hidden = start.hidden.unsqueeze(0);
  if (start.cell.defined()) state.cell = start.cell.unsqueeze(0);
  const at::Tensor steps = inputs.view({window.streams, window.time, inputs.size(1)}).transpose(0, 1);
  const RecurrentOutput out = run_recurrence(type, steps.contiguous(), state, weights);
  const at::Tensor cell = out.end.cell.defined() ? out.end.cell.detach().squeeze(0) : at::Tensor{};
  return {out.states.transpose(0, 1).reshape({window.tokens(), out.states.size(2)}),
          out.end.hidden.squeeze(0), cell};
}

Parameters LanguageNetwork::carried() const {
  Parameters states;
  for (std::size_t layer = 0; layer < carried_.size(); ++layer) {
    if (carried_[layer].hidden.defined())
      states.push_back(to_named(concat("stream.hidden_l", layer), carried_[layer].hidden));
    if (carried_[layer].cell.defined())
      states.push_back(to_named(concat("stream.cell_l", layer), carried_[layer].cell));
  }
  return states;
}

void LanguageNetwork::set_carried(const Parameters& states, int64_t streams) {
  forget();
  if (states.empty()) return;
  const auto find_state = [&](const std::string& name) {
    const auto found =
        std::find_if(states.begin(), states.end(), [&](const NamedTensor& t) { return t.name == name; });
    if (found == states.end() || found->shape != std::vector<int64_t>{streams, config_.shape.hidden_size})
      throw FormatError(concat("checkpoint: ", name, " is missing or has another shape"));
    return to_tensor(*found, device_);
  };
  for (std::size_t layer = 0; layer < carried_.size(); ++layer) {
    carried_[layer].hidden = find_state(concat("stream.hidden_l", layer));
    if (config_.shape.type == RecurrentType::kLstm)
      carried_[layer].cell = find_state(concat("stream.cell_l", layer));
  }
}

}  // namespace sentiment
