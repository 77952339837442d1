// Any number of texts to probabilities: what is read together, and by which thread.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "core/object_pool.h"
#include "inference/chunk_reader.h"
#include "inference/lone_text_reader.h"

namespace sentiment {

/// Thread-safe. A text has the same probabilities to the last bit for any number of threads, among any other
/// texts, and however many were read before. Throws what PackedNetwork::probabilities does.
class BatchReader {
 public:
  /// Borrowed.
  explicit BatchReader(const PackedNetwork& network) : network_(network) {}

  /// In the order of the texts. A single one is shared among the threads where that is faster.
  std::vector<Probabilities> read(std::span<const TokenIds> texts, ThreadPool& pool);

  /// One text on this thread.
  Probabilities read(TokenIds text);

 private:
  const FrequentTypes* frequent_types();
  const FrequentTypes* frequent_types(std::size_t tokens, ThreadPool& pool);
  std::vector<Probabilities> read_chunk(std::span<const TokenIds> texts, const FrequentTypes* frequent);

  const PackedNetwork& network_;
  ObjectPool<ChunkReader> chunk_readers_;
  ObjectPool<LoneTextReader> lone_readers_;
  std::mutex mutex_;        // of what follows
  std::size_t tokens_ = 0;  // that were read
  std::unique_ptr<const FrequentTypes> frequent_;
};

}  // namespace sentiment
