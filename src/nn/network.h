// The many-to-one classifier in libtorch: embedding, recurrent layers, pooling, output layer.
//
//   token ids -> embedding -> layer 0 -> ... -> layer L-1 -> pooled [batch, pooled] -> logits [batch,
//   classes]
//
// From the second layer on, `residual` adds a layer's input to its output. The head may have a hidden layer
// and batch normalisation; a pass with dropout is one of training and moves the running statistics.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/thread_pool.h"
#include "model/model_config.h"
#include "model/parameters.h"
#include "nn/batch.h"
#include "nn/dropout.h"
#include "nn/network_parameters.h"
#include "nn/recurrent_reader.h"

namespace sentiment {

/// The head applied at the end of one window of truncated backpropagation.
struct WindowLogits {
  std::vector<int64_t> rows;  // reviews of the batch that reach into this window
  at::Tensor logits;          // [rows, classes]
};

class Network {
 public:
  /// Copies the values to `device`; the tensors require gradient if `trainable`. Recurrent layers run through
  /// our own kernels on the threads of `fused`, which needs the CPU; without it through libtorch's.
  Network(const ModelConfig& config, const Parameters& values, at::Device device, bool trainable,
          std::shared_ptr<ThreadPool> fused = nullptr);

  /// Class scores [batch, classes]. `dropout` is null for evaluation. With `window`, gradient travels back
  /// that many tokens from each direction's own end.
  at::Tensor logits(const Batch& batch, const Dropout* dropout, std::optional<int64_t> window) const;

  /// What the first layer reads of each token, text by text [tokens, embedding]: its word's row after
  /// dropout.
  at::Tensor token_inputs(const Batch& batch, const Dropout* dropout) const;
  /// Class scores of a batch whose tokens are read as these rows. `observed`: whether running statistics take
  /// note of them, as of real texts.
  at::Tensor logits_of_inputs(const Batch& batch, const at::Tensor& inputs, const Dropout* dropout,
                              std::optional<int64_t> window, bool observed) const;

  /// Reads the batch window by window, carrying the detached state, and applies the head to what is known at
  /// the end of each one. One direction only.
  std::vector<WindowLogits> window_logits(const Batch& batch, const Dropout* dropout, int64_t window) const;

  /// The batch's rows of the embedding as a tensor of its own [words, embedding], which requires gradient if
  /// the embedding does: the rest of the embedding has none.
  at::Tensor look_up(const Batch& batch) const;

  /// The embedding's rows of the batch's words [words, embedding].
  at::Tensor rows(const Batch& batch) const;

  /// All parameters, in the order of parameter_shapes.
  const std::vector<at::Tensor>& tensors() const { return parameters_.tensors(); }
  const std::vector<std::string>& names() const { return parameters_.names(); }

  /// Keeps the embedding as it is: it takes no gradient from now on.
  void freeze_embedding();

  /// A copy of the current values.
  Parameters values() const { return parameters_.values(); }
  /// Overwrites the values; names and shapes must be the network's own.
  void set_values(const Parameters& values) { parameters_.set_values(values); }

  const ModelConfig& config() const { return config_; }
  at::Device device() const { return device_; }
  /// Whether it runs through our own kernels, whose results the host has at once.
  bool is_fused() const { return is_fused_; }

 private:
  at::Tensor words(const Batch& batch, const Dropout* dropout) const;
  at::Tensor head(const at::Tensor& pooled, const Dropout* dropout, bool observed = true) const;
  at::Tensor linear(const std::string& name, const at::Tensor& inputs, const Dropout* dropout,
                    uint64_t number, bool observed) const;
  at::Tensor normalized(const std::string& norm, const at::Tensor& features, bool train, bool observed) const;

  ModelConfig config_;
  at::Device device_;
  bool is_fused_;
  NetworkParameters parameters_;
  std::shared_ptr<const RecurrentReader> reader_;
};

}  // namespace sentiment
