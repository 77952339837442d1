// Chosen reviews as one padded batch.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "core/random.h"
#include "data/dataset.h"
#include "nn/sequences.h"

namespace sentiment {

struct Batch {
  at::Tensor token_ids;  // [time, batch] int64, padded with Vocabulary::kPadId after each review
  at::Tensor labels;     // [batch] int64 in [0, classes)
  Sequences sequences;
  int64_t tokens;  // real ones
};

/// The reviews with these row numbers; time is the longest of them, rounded up to a multiple
/// of 16.
Batch make_batch(const Dataset& data, const std::vector<int64_t>& rows, at::Device device);

/// Turns each real token into the unknown one with this probability; number i of the stream decides over the
/// i-th token of the batch, review by review.
void drop_words(Batch& batch, double probability, const RandomStream& stream);

}  // namespace sentiment
