#include "nn/network.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/linear.h>
#include <c10/core/GradMode.h>

#include <algorithm>

#include "nn/pooling.h"
#include "nn/tensors.h"

namespace sentiment {

Network::Network(const ModelConfig& config, const Parameters& values, at::Device device, bool trainable,
                 std::shared_ptr<ThreadPool> fused)
    : config_(config),
      device_(device),
      parameters_(config, values, device, trainable),
      reader_(fused ? make_fused_reader(config, std::move(fused)) : make_padded_reader(config)) {}

at::Tensor Network::logits(const Batch& batch, const Dropout* dropout, std::optional<int64_t> window) const {
  return head(reader_->pooled({parameters_, batch, words(batch, dropout), dropout}, window), dropout);
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

at::Tensor Network::words(const Batch& batch, const Dropout* dropout) const {
  at::Tensor words = batch.embedded_words;
  if (!words.defined()) {
    const at::Tensor ids = integer_tensor(batch.words, {static_cast<int64_t>(batch.words.size())}, device_);
    words = parameters_.embedding().index_select(0, ids);
  }
  if (dropout == nullptr) return words;
  return dropout->apply(words, words.sizes(), config_.embedding_dropout, RandomUse::kEmbeddingDropout);
}

at::Tensor Network::head(const at::Tensor& pooled, const Dropout* dropout) const {
  at::Tensor features = pooled;
  if (dropout != nullptr)
    features = dropout->apply(pooled, pooled.sizes(), config_.dropout, RandomUse::kHeadDropout);
  return at::linear(features, parameters_.tensor("output.weight"), parameters_.tensor("output.bias"));
}

}  // namespace sentiment
