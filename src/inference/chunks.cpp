#include "inference/chunks.h"

#include <algorithm>
#include <numeric>

namespace sentiment {
namespace {

// Texts that use the processor fully: as many as the kernels' tiles have rows, or twice that where weights
// are so large that they should be read less often. More would only part at different lengths.
constexpr std::size_t kTile = 6;
constexpr std::size_t kMostTexts = 2 * kTile;
constexpr std::size_t kChunksToEvenOut = 4;  // for each thread

std::size_t blocks_of(std::size_t count, std::size_t block) { return (count + block - 1) / block; }

/// As many for each thread, so that texts of equal lengths keep all busy to the end.
std::size_t number_of_chunks(std::size_t texts, std::size_t threads) {
  const std::size_t fair = blocks_of(texts, threads);
  return threads * std::max(blocks_of(fair, kMostTexts), std::min(blocks_of(fair, kTile), kChunksToEvenOut));
}

}  // namespace

std::vector<std::vector<std::size_t>> chunks_of(const std::vector<std::size_t>& lengths, int threads,
                                                std::size_t most_tokens) {
  std::vector<std::size_t> order(lengths.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return lengths[a] > lengths[b]; });
  const std::size_t count = number_of_chunks(order.size(), static_cast<std::size_t>(threads));
  std::vector<std::vector<std::size_t>> chunks;
  std::size_t tokens = 0;
  std::size_t before = count;  // the chunk of the text before
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::size_t length = lengths[order[i]];
    const std::size_t chunk = i * count / order.size();
    if (chunk != before || tokens + length > most_tokens) {
      chunks.emplace_back();
      tokens = 0;
    }
    chunks.back().push_back(order[i]);
    tokens += length;
    before = chunk;
  }
  return chunks;
}

}  // namespace sentiment
