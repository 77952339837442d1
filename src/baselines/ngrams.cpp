#include "baselines/ngrams.h"

#include <algorithm>
#include <bit>

namespace sentiment {
namespace {

/// The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
uint64_t mix(uint64_t value) {
  value = (value ^ (value >> 30)) * 0xBF58'476D'1CE4'E5B9;
  value = (value ^ (value >> 27)) * 0x94D0'49BB'1331'11EB;
  return value ^ (value >> 31);
}

/// One token more; never that of the n-gram before it.
uint64_t append(uint64_t ngram, TokenId id) {
  return mix(ngram + 0x9E37'79B9'7F4A'7C15 * (static_cast<uint64_t>(static_cast<uint32_t>(id)) + 1));
}

template <class Body>
void for_each_ngram(std::span<const TokenId> ids, int64_t n, const Body& body) {
  for (std::size_t first = 0; first < ids.size(); ++first) {
    const std::size_t end = std::min(ids.size(), first + static_cast<std::size_t>(n));
    uint64_t ngram = 0;
    for (std::size_t i = first; i < end; ++i) body(ngram = append(ngram, ids[i]), first, i + 1 - first);
  }
}

}  // namespace

void sort_hashes(std::vector<uint64_t>& hashes) {
  if (hashes.size() < 2) return;
  const auto bits = static_cast<int>(std::bit_width(hashes.size()));
  const int shift = 64 - bits;
  std::vector<uint32_t> ends((std::size_t{1} << bits) + 1);  // of each part, once they are filled
  for (const uint64_t hash : hashes) ++ends[(hash >> shift) + 1];
  for (std::size_t part = 1; part < ends.size(); ++part) ends[part] += ends[part - 1];
  std::vector<uint64_t> sorted(hashes.size());
  for (const uint64_t hash : hashes) sorted[ends[hash >> shift]++] = hash;
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    const uint64_t hash = sorted[i];
    std::size_t place = i;
    for (; place > 0 && sorted[place - 1] > hash; --place) sorted[place] = sorted[place - 1];
    sorted[place] = hash;
  }
  hashes = std::move(sorted);
}

void distinct_ngrams(std::span<const TokenId> ids, int64_t n, std::vector<uint64_t>& out) {
  out.clear();
  for_each_ngram(ids, n, [&](uint64_t hash, std::size_t, std::size_t) { out.push_back(hash); });
  sort_hashes(out);
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

std::vector<PlacedNgram> placed_ngrams(std::span<const TokenId> ids, int64_t n) {
  std::vector<PlacedNgram> placed;
  for_each_ngram(ids, n, [&](uint64_t hash, std::size_t begin, std::size_t length) {
    placed.push_back({hash, begin, length});
  });
  return placed;
}

NgramIndex::NgramIndex(std::vector<uint64_t> hashes) : hashes_(std::move(hashes)) {
  const int bits = std::max(1, static_cast<int>(std::bit_width(hashes_.size())));
  shift_ = 64 - bits;
  starts_.resize((std::size_t{1} << bits) + 1);
  std::size_t i = 0;
  for (std::size_t part = 0; part < starts_.size(); ++part) {
    while (i < hashes_.size() && (hashes_[i] >> shift_) < part) ++i;
    starts_[part] = static_cast<uint32_t>(i);
  }
}

uint32_t NgramIndex::find(uint64_t hash) const {
  const auto part = static_cast<std::size_t>(hash >> shift_);
  const auto begin = hashes_.begin();
  const auto end = begin + starts_[part + 1];
  const auto found = std::lower_bound(begin + starts_[part], end, hash);
  return found == end || *found != hash ? kNone : static_cast<uint32_t>(found - begin);
}

}  // namespace sentiment
