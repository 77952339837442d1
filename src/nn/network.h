// The many-to-one classifier in libtorch: embedding, recurrent layers, pooling, output layer.
//
//   token ids [time, batch] -> embedding -> layer 0 -> ... -> layer L-1 -> pooled [batch, pooled] -> logits
//   [batch, classes]
//
// Two directions are two forward runs, over the text and over the reversed text. From the second layer on,
// `residual` adds a layer's input to its output.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/model_config.h"
#include "model/parameters.h"
#include "nn/batch.h"
#include "nn/dropout.h"
#include "nn/recurrence.h"

namespace sentiment {

/// The head applied at the end of one window of truncated backpropagation.
struct WindowLogits {
  std::vector<int64_t> rows;  // reviews of the batch that reach into this window
  at::Tensor logits;          // [rows, classes]
};

class Network {
 public:
  /// Copies the values to `device`; the tensors require gradient if `trainable`.
  Network(const ModelConfig& config, const Parameters& values, at::Device device, bool trainable);

  /// Class scores [batch, classes]. `dropout` is null for evaluation. With `window`, gradient travels back
  /// that many tokens from each direction's own end.
  at::Tensor logits(const Batch& batch, const Dropout* dropout, std::optional<int64_t> window) const;

  /// Reads the batch window by window, carrying the detached state, and applies the head to what is known at
  /// the end of each one. One direction only.
  std::vector<WindowLogits> window_logits(const Batch& batch, const Dropout* dropout, int64_t window) const;

  /// All parameters, in the order of parameter_shapes.
  const std::vector<at::Tensor>& tensors() const { return tensors_; }
  const std::vector<std::string>& names() const { return names_; }

  /// Keeps the embedding as it is: it takes no gradient from now on.
  void freeze_embedding();

  /// A copy of the current values.
  Parameters values() const;
  /// Overwrites the values; names and shapes must be the network's own.
  void set_values(const Parameters& values);

  const ModelConfig& config() const { return config_; }
  at::Device device() const { return device_; }

 private:
  const at::Tensor& tensor(const std::string& name) const;
  RecurrentWeights weights(int64_t layer, bool reverse) const;
  at::Tensor embed(const Batch& batch, const Dropout* dropout) const;
  at::Tensor run_layer(int64_t layer, const at::Tensor& inputs, const Sequences& sequences,
                       std::optional<int64_t> window) const;
  at::Tensor between_layers(const at::Tensor& states, int64_t layer, const Dropout* dropout) const;
  at::Tensor head(const at::Tensor& states, const Sequences& sequences, const Dropout* dropout) const;

  ModelConfig config_;
  at::Device device_;
  std::vector<std::string> names_;
  std::vector<at::Tensor> tensors_;
};

}  // namespace sentiment
