// The words that a step of a language model tells the right ones apart from.
//
// Words are drawn without replacement by a log-uniform distribution over their rank, close to how often words
// occur (Zipf), and each logit is corrected by the logarithm of the word's expected count, so that the loss
// tends to that of all words (Bengio and Senecal 2003; Jean et al. 2015).
#pragma once

#include <cstdint>
#include <vector>

#include "text/vocabulary.h"

namespace sentiment {

struct Candidates {
  std::vector<TokenId> ids;  // each once, ascending
  int64_t draws = 0;         // until there were so many; 0: all words, and nothing is to be corrected
};

class CandidateSampler {
 public:
  /// `vocabulary` entries, the most frequent first; at most `count` candidates, all words if that is at least
  /// half of them. Never Vocabulary::kPadId.
  CandidateSampler(int64_t vocabulary, int64_t count);

  /// How many candidates each draw has.
  int64_t size() const { return takes_all() ? words_ : count_; }

  /// A function of seed and step.
  Candidates draw(uint64_t seed, int64_t step) const;

  /// The logarithm of how often the word is expected among the candidates, at most 0.
  float log_expected(TokenId id, const Candidates& candidates) const;

 private:
  bool takes_all() const { return 2 * count_ >= words_; }

  int64_t words_;  // that can be drawn: ids 1 .. words
  int64_t count_;
};

}  // namespace sentiment
