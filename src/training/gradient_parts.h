// The gradient of a batch by parts of the network, and what clip_value would cut of it; to be asked after
// backward() and before clipping.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/gradient_record.h"
#include "nn/network.h"

namespace sentiment {

/// The norm of each part's gradient, in the order of the network; the squares of all add up to that of the
/// whole. A frozen embedding is left out.
std::vector<PartNorm> gradient_parts(const Network& network, const Batch& batch);

struct ElementCount {
  int64_t all = 0;
  int64_t cut = 0;  // beyond +-limit
};

/// Counts the gradient's elements; of the embedding only those of the batch's words, as others have none.
ElementCount count_elements(const Network& network, const Batch& batch, double limit);

}  // namespace sentiment
