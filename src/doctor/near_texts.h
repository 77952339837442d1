// Texts that are nearly the same, found without comparing all with all: MinHash signatures cut into bands
// (Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3), then the true similarity.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/thread_pool.h"
#include "doctor/text_sketch.h"

namespace sentiment {

/// Share of common shingles from which two texts are nearly the same.
inline constexpr double kNearSimilarity = 0.8;

/// What is done with near pairs. Calls come from several threads, but never two at once that concern the same
/// text; `earlier` < `later` are indices.
struct NearPairUse {
  /// Whether it matters that the two are near. Asked before they are compared.
  std::function<bool(uint32_t earlier, uint32_t later)> matters;
  std::function<void(uint32_t earlier, uint32_t later)> take;
};

/// Finds pairs of a similarity of kNearSimilarity or more: never others, and each of them with a probability
/// above 0.999 where few texts share a band. In a crowd, as templates make it, a text is compared with its
/// first 64 members only, which keeps the time linear in the number of texts (but for sorting). A pair may be
/// taken more than once.
void find_near_pairs(const std::vector<TextSketch>& texts, const NearPairUse& use, ThreadPool& pool);

}  // namespace sentiment
