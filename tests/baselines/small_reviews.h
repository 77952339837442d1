// Reviews of a few words whose labels n-grams can tell.
#pragma once

#include <vector>

#include "data/dataset.h"

namespace sentiment {

enum Word : TokenId { kFilm = 2, kGood = 3, kBad = 4, kNot = 5, kOdd = 6 };

struct LabelledReview {
  std::vector<TokenId> ids;
  int32_t label;
};

inline Dataset dataset_of(const std::vector<LabelledReview>& reviews, int copies = 1) {
  Dataset data;
  for (int copy = 0; copy < copies; ++copy) {
    for (const LabelledReview& review : reviews) data.add(review.ids, review.label, "here");
  }
  return data;
}

/// "not good" is bad and "not bad" is good: words alone cannot tell.
inline std::vector<LabelledReview> small_reviews() {
  return {{{kFilm, kGood}, 1}, {{kFilm, kBad}, 0}, {{kFilm, kNot, kGood}, 0}, {{kFilm, kNot, kBad}, 1}};
}

}  // namespace sentiment
