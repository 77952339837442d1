// Which reviews form each batch: a function of seed and epoch, so a resumed run needs to know nothing else.
#pragma once

#include <cstdint>
#include <vector>

namespace sentiment {

class BatchSampler {
 public:
  /// `lengths` in tokens, one a review; batch_size >= 1.
  BatchSampler(std::vector<int64_t> lengths, int64_t batch_size, uint64_t seed);

  /// Row numbers of each batch of an epoch (from 0), each review once, the last batch possibly smaller.
  /// Reviews of a batch have similar lengths, so that little padding is read, and batches come in random
  /// order. The same arguments always give the same answer.
  std::vector<std::vector<int64_t>> batches(int64_t epoch) const;

  /// Batches of an epoch.
  int64_t batch_count() const;

 private:
  std::vector<int64_t> lengths_;
  int64_t batch_size_;
  uint64_t seed_;
};

/// Batches of similar lengths in order of length, without any shuffling: for evaluation.
std::vector<std::vector<int64_t>> sorted_batches(const std::vector<int64_t>& lengths, int64_t batch_size);

}  // namespace sentiment
