// The loss of a language model over some candidate words, with its gradient, in one pass over the states: for
// a block of tokens projection, logits and gradients stay in the cache. The output's weights are the rows of
// the embedding (Press and Wolf 2017).
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "core/thread_pool.h"

namespace sentiment {

/// What states become logits by. Tensors of floats, for our kernels on the CPU and without gradient.
struct TiedOutput {
  at::Tensor projection;       // [embedding, hidden]; undefined: states are as wide as the embedding
  at::Tensor projection_bias;  // [embedding]
  at::Tensor words;            // [words, embedding] rows of the embedding
};

/// The right word of each token, and those it is told apart from, as rows of `words`.
struct SoftmaxTask {
  std::vector<int64_t> candidates;       // [candidates] each once
  std::vector<float> candidate_offsets;  // [candidates] added to their logits
  std::vector<int64_t> targets;          // [tokens]
  std::vector<float> target_offsets;     // [tokens]
  /// [tokens] which candidate is the token's target, -1 for none: left out. Our kernels read it.
  std::vector<int64_t> hits;
};

struct SoftmaxGradient {
  at::Tensor loss;        // one number, nats per token
  at::Tensor states;      // [tokens, hidden], of the mean loss
  at::Tensor projection;  // as TiedOutput's, or undefined
  at::Tensor projection_bias;
  at::Tensor words;         // [words, embedding]
  at::Tensor word_offsets;  // [words] of what was added to their logits
};

class TiedSoftmax {
 public:
  explicit TiedSoftmax(std::shared_ptr<ThreadPool> pool) : pool_(std::move(pool)) {}

  /// `states` [tokens, hidden]. The same bits for any number of threads.
  SoftmaxGradient run(const at::Tensor& states, const TiedOutput& output, const SoftmaxTask& task);

 private:
  std::shared_ptr<ThreadPool> pool_;
  at::Tensor weights_;  // [tokens, candidates] exp(logit - the target's); kept from run to run, being large
};

/// What validation says of states: against all words but the first row, the padding.
struct SoftmaxScore {
  double loss = 0.0;    // nats, their sum
  int64_t correct = 0;  // tokens whose target is the most probable word
};

SoftmaxScore score_all_words(const at::Tensor& states, const TiedOutput& output, const at::Tensor& word_bias,
                             const std::vector<int32_t>& targets, ThreadPool& pool);

}  // namespace sentiment
