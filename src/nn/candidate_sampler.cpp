#include "nn/candidate_sampler.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/random.h"

namespace sentiment {

CandidateSampler::CandidateSampler(int64_t vocabulary, int64_t count)
    : words_(vocabulary - 1), count_(count) {}

Candidates CandidateSampler::draw(uint64_t seed, int64_t step) const {
  Candidates found;
  if (takes_all()) {
    found.ids.resize(static_cast<std::size_t>(words_));
    std::iota(found.ids.begin(), found.ids.end(), 1);
    return found;
  }
  const RandomStream random(seed, RandomUse::kCandidates, {static_cast<uint64_t>(step)});
  const double range = std::log(static_cast<double>(words_ + 1));
  std::vector<bool> seen(static_cast<std::size_t>(words_ + 1));
  while (static_cast<int64_t>(found.ids.size()) < count_) {
    const double drawn = std::exp(random.uniform(static_cast<uint64_t>(found.draws++)) * range);
    const int64_t id = std::min(static_cast<int64_t>(drawn), words_);  // 1 .. words
    if (seen[static_cast<std::size_t>(id)]) continue;
    seen[static_cast<std::size_t>(id)] = true;
    found.ids.push_back(static_cast<TokenId>(id));
  }
  std::sort(found.ids.begin(), found.ids.end());
  return found;
}

float CandidateSampler::log_expected(TokenId id, const Candidates& candidates) const {
  if (candidates.draws == 0) return 0.0F;
  const double share = std::log1p(1.0 / static_cast<double>(id)) / std::log(static_cast<double>(words_ + 1));
  return static_cast<float>(
      std::log(-std::expm1(static_cast<double>(candidates.draws) * std::log1p(-share))));
}

}  // namespace sentiment
