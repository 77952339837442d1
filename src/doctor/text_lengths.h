// How long texts are, and what a limit on their length costs.
#pragma once

#include <cstdint>
#include <vector>

namespace sentiment {

struct TextLengths {
  int64_t median = 0;  // tokens of a text
  int64_t longest = 0;
  int64_t keeps_95_of_texts = 0;  // the least max_tokens that leaves this share of the texts whole
  int64_t keeps_99_of_texts = 0;
  int64_t keeps_95_of_tokens = 0;  // that leaves this share of all tokens
  int64_t keeps_99_of_tokens = 0;
};

/// Of texts with so many tokens each; all 0 if there are none.
TextLengths measure_lengths(std::vector<int64_t> lengths);

}  // namespace sentiment
