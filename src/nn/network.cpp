#include "nn/network.h"

#include <ATen/ops/batch_norm.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/linear.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <numeric>

#include "model/batch_norm.h"
#include "nn/pooling.h"
#include "nn/tensors.h"

namespace sentiment {

Network::Network(const ModelConfig& config, const Parameters& values, at::Device device, bool trainable,
                 std::shared_ptr<ThreadPool> fused)
    : config_(config),
      device_(device),
      is_fused_(fused != nullptr),
      parameters_(config, values, device, trainable),
      reader_(fused ? make_fused_reader(config, std::move(fused)) : make_padded_reader(config)) {}

at::Tensor Network::logits(const Batch& batch, const Dropout* dropout, std::optional<int64_t> window) const {
  return head(reader_->pooled({parameters_, batch, words(batch, dropout), dropout}, window), dropout);
}

at::Tensor Network::token_inputs(const Batch& batch, const Dropout* dropout) const {
  const std::vector<int64_t> slots(batch.slots.begin(), batch.slots.end());
  return words(batch, dropout)
      .index_select(0, integer_tensor(slots, {static_cast<int64_t>(slots.size())}, device_));
}

at::Tensor Network::logits_of_inputs(const Batch& batch, const at::Tensor& inputs, const Dropout* dropout,
                                     std::optional<int64_t> window, bool observed) const {
  Batch by_token = batch;
  std::iota(by_token.slots.begin(), by_token.slots.end(), 0);
  return head(reader_->pooled({parameters_, by_token, inputs, dropout}, window), dropout, observed);
}

std::vector<WindowLogits> Network::window_logits(const Batch& batch, const Dropout* dropout,
                                                 int64_t window) const {
  const std::vector<int64_t>& lengths = batch.sequences.lengths();
  const AttentionWeights attention = attention_of(config_, parameters_);
  std::vector<at::Tensor> past;  // states of earlier windows: constants that pooling still sees
  std::vector<WindowLogits> result;
  int64_t begin = 0;
  for (const at::Tensor& states :
       reader_->windows({parameters_, batch, words(batch, dropout), dropout}, window)) {
    past.push_back(states);
    WindowLogits reached;
    for (int64_t b = 0; b < batch.sequences.batch(); ++b) {
      if (lengths[static_cast<std::size_t>(b)] > begin) reached.rows.push_back(b);
    }
    const at::Tensor pooled =
        pool_states(config_, at::cat(past, 0), batch.sequences.first(begin + states.size(0)), attention);
    const at::Tensor rows =
        integer_tensor(reached.rows, {static_cast<int64_t>(reached.rows.size())}, device_);
    reached.logits = head(pooled, dropout).index_select(0, rows);
    result.push_back(std::move(reached));
    past.back() = past.back().detach();
    begin += window;
  }
  return result;
}

at::Tensor Network::look_up(const Batch& batch) const {
  const c10::NoGradGuard no_gradient;
  const at::Tensor ids = integer_tensor(batch.words, {static_cast<int64_t>(batch.words.size())}, device_);
  const at::Tensor& embedding = parameters_.embedding();
  return embedding.index_select(0, ids).set_requires_grad(embedding.requires_grad());
}

void Network::freeze_embedding() { parameters_.freeze_embedding(); }

at::Tensor Network::rows(const Batch& batch) const {
  if (batch.embedded_words.defined()) return batch.embedded_words;
  const at::Tensor ids = integer_tensor(batch.words, {static_cast<int64_t>(batch.words.size())}, device_);
  return parameters_.embedding().index_select(0, ids);
}

at::Tensor Network::words(const Batch& batch, const Dropout* dropout) const {
  const at::Tensor words = rows(batch);
  if (dropout == nullptr) return words;
  return dropout->apply(words, words.sizes(), config_.embedding_dropout, RandomUse::kEmbeddingDropout);
}

at::Tensor Network::head(const at::Tensor& pooled, const Dropout* dropout, bool observed) const {
  if (!config_.head_hidden_size) return linear("output", pooled, dropout, 0, observed);
  const at::Tensor hidden = linear("hidden", pooled, dropout, 0, observed).relu();
  return linear("output", hidden, dropout, 1, observed);
}

/// A linear layer of the head with what lies before it; `number` tells its dropout from that of others.
at::Tensor Network::linear(const std::string& name, const at::Tensor& inputs, const Dropout* dropout,
                           uint64_t number, bool observed) const {
  at::Tensor features =
      config_.head_batch_norm ? normalized(name + "_norm", inputs, dropout != nullptr, observed) : inputs;
  if (dropout != nullptr)
    features = dropout->apply(features, features.sizes(), config_.dropout, RandomUse::kHeadDropout, number);
  return at::linear(features, parameters_.tensor(name + ".weight"), parameters_.tensor(name + ".bias"));
}

at::Tensor Network::normalized(const std::string& norm, const at::Tensor& features, bool train,
                               bool observed) const {
  constexpr double kMomentum = 0.1;  // torch.nn's: share of a batch in the running statistics
  // A single row has no variance; it is seen as in an answer.
  const bool of_batch = train && features.size(0) > 1;
  std::optional<at::Tensor> mean;
  std::optional<at::Tensor> variance;
  if (!of_batch || observed) {
    mean = parameters_.tensor(norm + ".running_mean");
    variance = parameters_.tensor(norm + ".running_var");
  }
  return at::batch_norm(features, parameters_.tensor(norm + ".weight"), parameters_.tensor(norm + ".bias"),
                        mean, variance, of_batch, kMomentum, kBatchNormEpsilon, /*cudnn_enabled=*/false);
}

}  // namespace sentiment
