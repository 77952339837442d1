// Which texts without labels each step reads beside the labelled ones: a function of seed and step, so a
// resumed run needs to know nothing else.
#pragma once

#include <cstdint>
#include <vector>

#include "data/batch_sampler.h"

namespace sentiment {

class UnlabelledBatches {
 public:
  /// `lengths` in tokens, one a text, at least one of them.
  UnlabelledBatches(std::vector<int64_t> lengths, int64_t batch_size, uint64_t seed);

  /// The rows of step >= 0: pass after pass over all texts, each in an order of its own.
  const std::vector<int64_t>& rows(int64_t step);

 private:
  BatchSampler sampler_;
  int64_t pass_ = -1;
  std::vector<std::vector<int64_t>> batches_;  // of that pass
};

}  // namespace sentiment
