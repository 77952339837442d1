// Reads one text with several threads, so that its answer comes soon.
#pragma once

#include <vector>

#include "core/thread_pool.h"
#include "inference/token_rows.h"
#include "kernels/reading_team.h"

namespace sentiment {

class LoneTextReader {
 public:
  /// Borrowed.
  explicit LoneTextReader(const PackedNetwork& network) : network_(network) {}

  /// Whether several threads read a text of this length faster than one does.
  bool pays(std::size_t tokens, const ThreadPool& pool) const;

  /// The text's probabilities, the same bits as ChunkReader's. Throws what that does.
  Probabilities read(TokenIds text, const FrequentTypes* frequent, ThreadPool& pool);

 private:
  void read_as(ReadingTeam::Member member, int64_t parts, int64_t T);

  const PackedNetwork& network_;
  TokenRows tokens_;
  AlignedArray<float> embedded_;   // [threads, types at once, embedding]
  AlignedArray<float> states_[2];  // [tokens, state] of a layer and the one below, in turn
  AlignedArray<float> projected_;  // [types or tokens, D * N] what the layer reads
  std::vector<const float*> projected_of_token_;
};

}  // namespace sentiment
