// Counter-based random numbers: the i-th number of a stream is a function of the stream's key and i, so order
// of data, dropout and initial weights need no state that a resumed run would have to restore.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

namespace sentiment {

/// What a stream is for; part of its key, so that two uses never share numbers. Values are never renumbered:
/// they decide the bits of a resumed run.
enum class RandomUse : uint64_t {
  kInitialWeights = 1,
  kValidationSplit = 2,
  kEpochOrder = 3,
  kWordDropout = 4,
  kEmbeddingDropout = 5,
  kLayerDropout = 6,
  kHeadDropout = 7,
  kBootstrap = 8,
  kGradientProbe = 9,
  kBaselineOrder = 10,
  kUnlabelledTexts = 21,
  kVirtualAdversary = 22,
  kGeneratedText = 30,
  kSubsample = 31,
  kContextWindow = 32,
  kNoiseWords = 33,
  kStreamWindows = 40,
  kCandidates = 41,
  kWeightDrop = 42,
  kInputDropout = 43,
  kOutputDropout = 44,
};

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) read at any position.
class RandomStream {
 public:
  /// `key` holds what the numbers depend on besides the seed, such as {epoch} or {step, layer}.
  RandomStream(uint64_t seed, RandomUse use, std::initializer_list<uint64_t> key = {});

  /// 64 random bits.
  uint64_t bits(uint64_t i) const;
  /// Uniform in [0, 1), 53 bits.
  double uniform(uint64_t i) const;
  /// Standard normal (Box and Muller 1958); uses the bits 2i and 2i + 1 of the stream.
  double normal(uint64_t i) const;
  /// Uniform in [0, n), n >= 1; the bias of at most n / 2^64 is accepted.
  uint64_t below(uint64_t i, uint64_t n) const;

 private:
  uint64_t key_;
};

/// Fisher and Yates; unlike std::shuffle the same everywhere. Uses the stream's numbers 0 .. size - 2.
template <class T>
void shuffle(std::vector<T>& items, const RandomStream& stream) {
  for (std::size_t last = items.size(); last > 1; --last) {
    std::swap(items[last - 1], items[stream.below(last - 2, last)]);
  }
}

}  // namespace sentiment
