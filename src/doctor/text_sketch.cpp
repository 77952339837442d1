#include "doctor/text_sketch.h"

#include <xxhash.h>

#include <algorithm>

namespace sentiment {
namespace {

struct Permutation {
  uint32_t mask;
  uint32_t factor;  // odd
};

/// 64 orders of the 32-bit numbers, from SplitMix64.
std::array<Permutation, kMinima> make_permutations() {
  std::array<Permutation, kMinima> permutations{};
  uint64_t state = 0;
  for (Permutation& permutation : permutations) {
    state += 0x9E3779B97F4A7C15ULL;
    uint64_t bits = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9ULL;
    bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBULL;
    bits ^= bits >> 31;
    permutation = {static_cast<uint32_t>(bits), static_cast<uint32_t>(bits >> 32) | 1U};
  }
  return permutations;
}

std::array<uint32_t, kMinima> signature_of(const std::vector<uint32_t>& shingles) {
  static const std::array<Permutation, kMinima> kPermutations = make_permutations();
  std::array<uint32_t, kMinima> minima{};
  minima.fill(UINT32_MAX);
  for (const uint32_t shingle : shingles) {
    for (std::size_t i = 0; i < kMinima; ++i)
      minima[i] = std::min(minima[i], (shingle ^ kPermutations[i].mask) * kPermutations[i].factor);
  }
  return minima;
}

}  // namespace

TextSketch TextSketcher::sketch(const TokenBuffer& tokens) {
  hashes_.resize(tokens.size());
  for (std::size_t i = 0; i < hashes_.size(); ++i)
    hashes_[i] = XXH3_64bits(tokens[i].data(), tokens[i].size());
  const XXH128_hash_t all = XXH3_128bits(hashes_.data(), hashes_.size() * sizeof(uint64_t));
  TextSketch sketch;
  sketch.hash = {all.high64, all.low64};
  const std::size_t width = std::min(kShingleTokens, hashes_.size());
  sketch.shingles.resize(hashes_.size() - width + 1);
  for (std::size_t i = 0; i < sketch.shingles.size(); ++i)
    sketch.shingles[i] = static_cast<uint32_t>(XXH3_64bits(&hashes_[i], width * sizeof(uint64_t)));
  std::sort(sketch.shingles.begin(), sketch.shingles.end());
  sketch.shingles.erase(std::unique(sketch.shingles.begin(), sketch.shingles.end()), sketch.shingles.end());
  sketch.shingles.shrink_to_fit();
  sketch.signature = signature_of(sketch.shingles);
  return sketch;
}

double jaccard(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) {
  std::size_t common = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    common += a[i] == b[j] ? 1 : 0;
    const bool step_a = a[i] <= b[j];
    const bool step_b = b[j] <= a[i];
    i += step_a ? 1 : 0;
    j += step_b ? 1 : 0;
  }
  const std::size_t either = a.size() + b.size() - common;
  return either == 0 ? 0.0 : static_cast<double>(common) / static_cast<double>(either);
}

}  // namespace sentiment
