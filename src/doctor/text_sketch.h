// A text reduced to what comparing it with others takes: a hash of all its tokens, the set of its shingles
// (Broder, "On the resemblance and containment of documents", 1997) and a signature of that set.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "text/token_buffer.h"

namespace sentiment {

/// Tokens of a shingle. With three of them, words that merely occur in both texts do not make texts alike,
/// and exchanging one word in a hundred leaves them at 0.94.
inline constexpr std::size_t kShingleTokens = 3;

/// Minima of a signature: one in 64 estimates a similarity of 0.8 to 0.05.
inline constexpr std::size_t kMinima = 64;

/// 128 bits: two texts that differ are not taken for one.
struct TextHash {
  uint64_t high = 0;
  uint64_t low = 0;
  bool operator==(const TextHash&) const = default;
};

struct TextSketch {
  TextHash hash;
  std::vector<uint32_t> shingles;  // hashes of the different ones, ascending
  std::array<uint32_t, kMinima>
      signature{};  // two texts agree in each with a probability of their similarity
};

/// Sketches texts; keeps its memory from one to the next.
class TextSketcher {
 public:
  /// A text of fewer tokens than a shingle is one shingle. Precondition: `tokens` is not empty.
  TextSketch sketch(const TokenBuffer& tokens);

 private:
  std::vector<uint64_t> hashes_;  // of the tokens
};

/// Shingles in both of those in either, in [0, 1].
double jaccard(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b);

}  // namespace sentiment
