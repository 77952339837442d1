#include "embedding/noise_words.h"

#include <algorithm>
#include <cmath>

namespace sentiment {
namespace {

constexpr double kPower = 0.75;

}  // namespace

NoiseWords::NoiseWords(const std::vector<int64_t>& counts) : share_(counts.size()), other_(counts.size()) {
  double sum = 0;
  for (std::size_t id = 0; id < counts.size(); ++id) {
    share_[id] = std::pow(static_cast<double>(counts[id]), kPower);
    sum += share_[id];
  }
  std::vector<std::size_t> small;
  std::vector<std::size_t> large;
  for (std::size_t id = 0; id < counts.size(); ++id) {
    share_[id] *= static_cast<double>(counts.size()) / sum;
    other_[id] = static_cast<TokenId>(id);
    (share_[id] < 1.0 ? small : large).push_back(id);
  }
  while (!small.empty() && !large.empty()) {
    const std::size_t poor = small.back();
    const std::size_t rich = large.back();
    small.pop_back();
    other_[poor] = static_cast<TokenId>(rich);
    share_[rich] -= 1.0 - share_[poor];
    if (share_[rich] >= 1.0) continue;
    large.pop_back();
    small.push_back(rich);
  }
  // Rounding can leave a cell a little short of its share, with nothing left to fill it; one of a word that
  // never occurs was filled before, since it was short by all of it.
  const auto most = static_cast<TokenId>(std::max_element(counts.begin(), counts.end()) - counts.begin());
  for (const std::size_t id : small) {
    if (counts[id] > 0) share_[id] = 1.0;
    if (counts[id] == 0) other_[id] = most;
  }
}

TokenId NoiseWords::draw(const RandomStream& stream, uint64_t i) const {
  const auto cell = static_cast<std::size_t>(stream.below(2 * i, share_.size()));
  return stream.uniform(2 * i + 1) < share_[cell] ? static_cast<TokenId>(cell) : other_[cell];
}

}  // namespace sentiment
