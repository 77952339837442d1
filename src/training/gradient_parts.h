// The gradient of a batch by parts of the network, and what clip_value would cut of it; to be asked after
// backward() and before clipping.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/gradient_record.h"
#include "nn/network.h"

namespace sentiment {

/// Gradients with what tells the parts apart.
struct ParameterGradients {
  const std::vector<std::string>& names;
  const std::vector<at::Tensor>& parameters;  // the first is the embedding
  RecurrentType type;
  int64_t hidden_size;
  at::Tensor of_words;  // [words, embedding], the embedding's; undefined: the parameter's own, if it has one
  int64_t word_count = 0;  // words that have a gradient
};

ParameterGradients gradients_of(const Network& network, const Batch& batch);

/// The norm of each part's gradient, in the order of the network; the squares of all add up to that of the
/// whole. A frozen embedding is left out.
std::vector<PartNorm> gradient_parts(const ParameterGradients& gradients);

struct ElementCount {
  int64_t all = 0;
  at::Tensor cut;  // one integer on the gradients' device: how many are beyond +-limit
};

/// Counts the gradient's elements; of the embedding only those of the batch's words, as others have none.
ElementCount count_elements(const ParameterGradients& gradients, double limit);

}  // namespace sentiment
