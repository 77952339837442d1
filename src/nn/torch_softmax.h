// A language model's losses through libtorch's operators, on any device: what nn/tied_softmax.h computes, for
// where our kernels do not run.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "nn/tied_softmax.h"

namespace sentiment {

/// The mean loss of `states` [tokens, hidden] in nats per token, with a graph to all that requires gradient.
/// `word_bias` [words] is added to the logits of output.words, beside the task's offsets.
at::Tensor candidate_loss(const at::Tensor& states, const TiedOutput& output, const at::Tensor& word_bias,
                          const SoftmaxTask& task);

/// As score_all_words.
SoftmaxScore score_through_libtorch(const at::Tensor& states, const TiedOutput& output,
                                    const at::Tensor& word_bias, const std::vector<int32_t>& targets);

}  // namespace sentiment
