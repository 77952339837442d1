// Reads a few texts together, on one thread.
#pragma once

#include <span>
#include <vector>

#include "inference/token_rows.h"

namespace sentiment {

/// What one thread needs to read; memory grows with the texts read together and is reused.
class ChunkReader {
 public:
  /// Borrowed.
  explicit ChunkReader(const PackedNetwork& network) : network_(network) {}

  /// Each text's probabilities; 6 to 12 texts of nearly the same length use the processor best. They are the
  /// same to the last bit alone and among any other texts, with `frequent` or null. Throws what
  /// PackedNetwork::probabilities does.
  std::vector<Probabilities> read(std::span<const TokenIds> texts, const FrequentTypes* frequent);

  /// The most memory that read() needs for each token.
  static int64_t bytes_per_token(const PackedNetwork& network);

 private:
  void project_types(std::span<const TokenIds> texts, const FrequentTypes* frequent);
  void project_states(const ReadingLayer& layer, int64_t tokens);

  const PackedNetwork& network_;
  TokenRows tokens_;
  AlignedArray<float> embedded_;
  AlignedArray<float> states_;     // [tokens, state] of the layer that is read
  AlignedArray<float> inputs_;     // [tokens, state] of the layer below
  AlignedArray<float> projected_;  // [types or tokens, D * N] what that layer reads
  std::vector<const float*> projected_of_token_;
  std::vector<float> last_;  // [texts, state] what each direction ended with
  ReadingScratch<float> scratch_;
};

}  // namespace sentiment
