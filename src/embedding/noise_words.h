// Words as often as noise has them: by frequency to the power of 3/4 (Mikolov et al. 2013, section 2.2).
#pragma once

#include <cstdint>
#include <vector>

#include "core/random.h"
#include "text/vocabulary.h"

namespace sentiment {

/// Draws in constant time by the alias method (Walker 1977; the tables as Vose 1991 builds them).
class NoiseWords {
 public:
  /// `counts` by id. Words that never occur are never drawn. Precondition: one occurs.
  explicit NoiseWords(const std::vector<int64_t>& counts);

  /// The i-th draw of a stream; uses its numbers 2i and 2i + 1.
  TokenId draw(const RandomStream& stream, uint64_t i) const;

 private:
  std::vector<double> share_;   // [vocabulary] of a draw of this cell that stays
  std::vector<TokenId> other_;  // [vocabulary] where the rest goes
};

}  // namespace sentiment
