// What the first layer reads of each token: one projected row for each type, however often it occurs.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "inference/frequent_types.h"
#include "kernels/aligned_array.h"
#include "text/vocabulary.h"

namespace sentiment {

/// A text as a network reads it; borrowed. Every id is one of the vocabulary's.
using TokenIds = std::span<const TokenId>;

/// Which row is each token's; reused.
class TokenRows {
 public:
  /// Finds the texts' types, tokens being numbered text by text, with `backward` each from its end. Types
  /// that `frequent` has (it may be null) have their rows there; `rows` gets room for those of the others,
  /// [types, row_size].
  void look_up(std::span<const TokenIds> texts, const FrequentTypes* frequent, int64_t row_size,
               bool backward, AlignedArray<float>& rows);

  /// The types whose rows are to be filled in.
  const std::vector<TokenId>& types() const { return types_; }
  /// [tokens] each token's row.
  const float* const* of_tokens() const { return of_tokens_.data(); }

 private:
  std::vector<int32_t> slots_;  // [largest id so far + 1] of the types, their rows; otherwise -1
  std::vector<TokenId> types_;
  std::vector<const float*> of_tokens_;
};

}  // namespace sentiment
