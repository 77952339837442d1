// A language model in training: embedding, recurrent layers and the tied softmax, on our own kernels or
// through libtorch's operators.
//
//   token ids -> embedding -> layer 0 -> ... -> layer L-1 -> projected -> logits over words
//
// Streams of text are read a window at a time; the state is carried from window to window, the gradient is
// not (truncated backpropagation, Mikolov et al. 2010).
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "config/pretraining_config.h"
#include "core/thread_pool.h"
#include "data/text_streams.h"
#include "nn/candidate_sampler.h"
#include "nn/dropout.h"
#include "nn/fused_layer.h"
#include "nn/network_parameters.h"
#include "nn/tied_softmax.h"

namespace sentiment {

/// The gradient of a window's mean loss, and the rows of the embedding that have one.
struct WindowGradient {
  at::Tensor loss;             // one number on the device, nats per token, over the candidates
  std::vector<int64_t> words;  // token ids, each once
  at::Tensor word_gradient;    // [words, embedding]
};

/// A window as it is read.
struct WindowReading {
  const TextWindow& window;
  std::vector<int32_t> slots;  // [streams * time] the row of each token among those of the words read
  int64_t words;               // that are read
  const Dropout* dropout;      // null: none
};

class LanguageNetwork {
 public:
  /// Copies the values to `device`; the tensors require gradient if `trainable`. Runs on our own kernels with
  /// the threads of `pool`, which needs the CPU, or through libtorch if it is null.
  LanguageNetwork(const LanguageModelConfig& config, const Parameters& values, bool trainable,
                  at::Device device, std::shared_ptr<ThreadPool> pool);

  /// Reads a window of every stream, going on from the carried states, and leaves those it ends with.
  /// Parameters get their gradient, on our own kernels all but the embedding.
  WindowGradient train(const TextWindow& window, const Candidates& candidates,
                       const CandidateSampler& sampler, const Dropout& dropout);

  /// Reads a window in the same way, without dropout and against all words.
  SoftmaxScore score(const TextWindow& window);

  /// Begins all streams with the zero state.
  void forget() { carried_.assign(carried_.size(), {}); }
  /// The carried states: "stream.hidden_lL" and of an lstm "stream.cell_lL" [streams, hidden]; none after
  /// forget().
  Parameters carried() const;
  /// Throws FormatError if they are not of this model and so many streams.
  void set_carried(const Parameters& states, int64_t streams);

  /// All parameters, in the order of parameter_shapes.
  const std::vector<at::Tensor>& tensors() const { return parameters_.tensors(); }
  const std::vector<std::string>& names() const { return parameters_.names(); }
  Parameters values() const { return parameters_.values(); }
  void set_values(const Parameters& values) { parameters_.set_values(values); }

 private:
  at::Tensor states(const WindowReading& reading, const at::Tensor& rows);
  FusedOutput read_through_libtorch(const at::Tensor& inputs, const TextWindow& window,
                                    const RecurrentWeights& weights, const CarriedState& start) const;
  /// Loss and gradient; `rows` are those of the words, the first of them read. The recurrent layers' gradient
  /// goes to the parameters.
  SoftmaxGradient train_on_kernels(const WindowReading& reading, const at::Tensor& rows,
                                   const SoftmaxTask& task);
  SoftmaxGradient train_through_libtorch(const WindowReading& reading, const at::Tensor& rows,
                                         const at::Tensor& word_bias, const SoftmaxTask& task);
  /// With the parameters' own graph.
  TiedOutput output(at::Tensor words) const;

  LanguageModelConfig config_;
  NetworkParameters parameters_;
  std::shared_ptr<ThreadPool> pool_;
  at::Device device_;
  std::vector<FusedLayer> layers_;     // none through libtorch
  std::vector<CarriedState> carried_;  // [layers]
  TiedSoftmax softmax_;
};

}  // namespace sentiment
