// The n-grams of a text as 64-bit numbers, and finding them again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "text/vocabulary.h"

namespace sentiment {

/// Sorts evenly spread numbers several times faster than std::sort: by their first bits into about as many
/// parts as there are numbers, which leaves little for an insertion sort to do.
void sort_hashes(std::vector<uint64_t>& hashes);

/// Replaces `out` by the different n-grams of 1 to `n` tokens of a text, rising. Each is a hash of its ids:
/// two of ten million share one with a probability of 3e-6. Part of the baseline's file format.
void distinct_ngrams(std::span<const TokenId> ids, int64_t n, std::vector<uint64_t>& out);

/// An n-gram where it stands in a text: its `length` tokens from `begin` on.
struct PlacedNgram {
  uint64_t hash;
  std::size_t begin;
  std::size_t length;
};

/// Every occurrence of the n-grams of 1 to `n` tokens of a text, in the order of their beginnings.
std::vector<PlacedNgram> placed_ngrams(std::span<const TokenId> ids, int64_t n);

/// Numbers rising hashes, evenly spread ones in constant time.
class NgramIndex {
 public:
  static constexpr uint32_t kNone = 0xFFFF'FFFF;

  NgramIndex() : NgramIndex(std::vector<uint64_t>()) {}
  /// `hashes`: rising, less than 2^31 of them.
  explicit NgramIndex(std::vector<uint64_t> hashes);

  std::size_t size() const { return hashes_.size(); }
  const std::vector<uint64_t>& hashes() const { return hashes_; }
  /// The place of `hash` among the hashes, or kNone.
  uint32_t find(uint64_t hash) const;

 private:
  std::vector<uint64_t> hashes_;
  int shift_ = 63;                // by which a hash gives its first bits
  std::vector<uint32_t> starts_;  // [2^bits + 1] where the hashes with the same first bits begin
};

}  // namespace sentiment
