#include "core/random.h"

#include <cmath>
#include <numbers>

namespace sentiment {
namespace {

__extension__ using Wide = unsigned __int128;       // the high half of a product (Lemire 2019)
constexpr uint64_t kGamma = 0x9E3779B97F4A7C15ULL;  // SplitMix64's increment: 2^64 over the golden ratio

uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

}  // namespace

RandomStream::RandomStream(uint64_t seed, RandomUse use, std::initializer_list<uint64_t> key)
    : key_(mix(mix(seed + kGamma) + kGamma * static_cast<uint64_t>(use))) {
  for (const uint64_t part : key) key_ = mix(key_ + kGamma * (part + 1)) + kGamma;
}

uint64_t RandomStream::bits(uint64_t i) const { return mix(key_ + kGamma * (i + 1)); }

double RandomStream::uniform(uint64_t i) const { return static_cast<double>(bits(i) >> 11) * 0x1.0p-53; }

double RandomStream::normal(uint64_t i) const {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform(2 * i)));  // 1 - u is never 0
  return radius * std::cos(2.0 * std::numbers::pi * uniform(2 * i + 1));
}

uint64_t RandomStream::below(uint64_t i, uint64_t n) const {
  return static_cast<uint64_t>((static_cast<Wide>(bits(i)) * n) >> 64);
}

}  // namespace sentiment
