// Chosen reviews as one batch.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "core/random.h"
#include "data/dataset.h"
#include "nn/sequences.h"

namespace sentiment {

struct Batch {
  std::vector<int64_t> words;  // the token ids that occur, each once; the first is Vocabulary::kPadId
  std::vector<int32_t> slots;  // [tokens] where in `words` each token's id is, review by review
  at::Tensor labels;           // [batch] int64 in [0, classes)
  Sequences sequences;
  int64_t tokens;  // real ones
  /// [words, embedding] from Network::look_up; then it gets the gradient, instead of the whole embedding.
  at::Tensor embedded_words{};

  /// [time, batch] int64: the slots, with the first word's after each review's end.
  at::Tensor padded_slots() const;
};

/// The reviews with these row numbers; padded, time is the longest of them, rounded up to a multiple of 16.
/// With `backward` each review's last token comes first.
Batch make_batch(const Dataset& data, const std::vector<int64_t>& rows, at::Device device,
                 bool backward = false);

/// Turns each token into the unknown one with this probability; number i of the stream decides over the i-th
/// token of the batch, review by review.
void drop_words(Batch& batch, double probability, const RandomStream& stream);

/// Takes the words of another batch, with what they have of gradient, into `batch`, whose own gradient they
/// then share; its slots stay as they are. Both have embedded_words.
void add_words(Batch& batch, const Batch& other);

}  // namespace sentiment
