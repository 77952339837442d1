// The most frequent types as the first layer reads them.
#pragma once

#include <cstdint>

#include "core/thread_pool.h"
#include "inference/packed_network.h"
#include "kernels/aligned_array.h"

namespace sentiment {

/// Rows of the first types of the vocabulary, which are the most frequent ones. Half of a text's tokens are
/// among the first hundred.
struct FrequentTypes {
  int64_t count = 0;
  AlignedArray<float> rows;  // [count, D * N] as PackedNetwork::project gives them
};

/// How many types it pays to have rows of: 8192 of English cover 95 % of the tokens, and take at most 64 MB.
int64_t frequent_type_count(const PackedNetwork& network);

FrequentTypes project_frequent_types(const PackedNetwork& network, ThreadPool& pool);

}  // namespace sentiment
