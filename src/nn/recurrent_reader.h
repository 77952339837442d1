// How a network's recurrent layers are run over a batch: through libtorch's layers or through our own
// kernels.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/thread_pool.h"
#include "model/model_config.h"
#include "nn/batch.h"
#include "nn/dropout.h"
#include "nn/network_parameters.h"

namespace sentiment {

/// One pass over a batch.
struct ReadingTask {
  const NetworkParameters& parameters;
  const Batch& batch;
  at::Tensor words;        // [words, embedding] of batch.words
  const Dropout* dropout;  // null: evaluation
};

class RecurrentReader {
 public:
  explicit RecurrentReader(const ModelConfig& config) : config_(config) {}
  virtual ~RecurrentReader() = default;

  /// The pooled features [batch, config.pooled_size()]. With `window`, gradient travels back that many tokens
  /// from each direction's own end, and states before are constants.
  virtual at::Tensor pooled(const ReadingTask& task, std::optional<int64_t> window) const = 0;

  /// The last layer's states of one window of tokens after the other, each [window, batch, state]; gradient
  /// stays within a window. One direction only.
  virtual std::vector<at::Tensor> windows(const ReadingTask& task, int64_t window) const = 0;

 protected:
  const ModelConfig& config() const { return config_; }

  /// The weights of one direction of a layer; in training some of those from state to state are dropped, the
  /// same ones for all texts and time steps of the batch (Merity et al. 2018, "Regularizing and optimizing
  /// LSTM language models").
  RecurrentWeights weights(const ReadingTask& task, int64_t layer, bool reverse) const;

 private:
  ModelConfig config_;
};

/// libtorch's own layers on padded batches, on any device.
std::unique_ptr<RecurrentReader> make_padded_reader(const ModelConfig& config);
/// Our kernels, on the CPU, without padding.
std::unique_ptr<RecurrentReader> make_fused_reader(const ModelConfig& config,
                                                   std::shared_ptr<ThreadPool> pool);

}  // namespace sentiment
