#include "inference/chunks.h"

#include <algorithm>
#include <numeric>

namespace sentiment {
namespace {

constexpr std::size_t kMostTexts = 16;  // more do not use the weights better, and part at different lengths
constexpr std::size_t kFewTexts = 4;    // fewer use them worse

/// As many as leave each thread some chunks to even out; but rather two threads with few texts than one.
std::size_t texts_per_chunk(std::size_t texts, std::size_t threads) {
  const std::size_t fair = (texts + threads - 1) / threads;
  return std::clamp(fair / 4, std::min(fair, kFewTexts), kMostTexts);
}

}  // namespace

std::vector<std::vector<std::size_t>> chunks_of(const std::vector<std::size_t>& lengths, int threads,
                                                std::size_t most_tokens) {
  std::vector<std::size_t> order(lengths.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return lengths[a] > lengths[b]; });
  const std::size_t texts = texts_per_chunk(order.size(), static_cast<std::size_t>(threads));
  std::vector<std::vector<std::size_t>> chunks;
  std::size_t tokens = 0;
  for (const std::size_t text : order) {
    if (chunks.empty() || chunks.back().size() == texts || tokens + lengths[text] > most_tokens) {
      chunks.emplace_back();
      tokens = 0;
    }
    chunks.back().push_back(text);
    tokens += lengths[text];
  }
  return chunks;
}

}  // namespace sentiment
