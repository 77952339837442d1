// Batches of reviews as a file, so that a peer reads exactly what we read.
//
// The file is little-endian int32 values: the number of batches; then for each batch its number of reviews B,
// B labels, B lengths in tokens, and the ids of the reviews one after another.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "data/dataset.h"

namespace sentiment {

struct EncodedReview {
  int32_t label;
  std::vector<TokenId> ids;
};

using EncodedBatch = std::vector<EncodedReview>;

/// Throws Error.
void write_batches(const std::filesystem::path& path, const Dataset& data,
                   const std::vector<std::vector<int64_t>>& batches);

/// Throws Error or, if the file ends too early or has more than it says, FormatError.
std::vector<EncodedBatch> read_batches(const std::filesystem::path& path);

/// Different tokens of each batch, summed over the batches: what a table of projected types is computed for.
int64_t distinct_tokens(const Dataset& data, const std::vector<std::vector<int64_t>>& batches);

}  // namespace sentiment
