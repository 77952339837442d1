// Single tokens that nearly say the label, such as a rating that was left in the text.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/corpus.h"
#include "doctor/verdict.h"

namespace sentiment {

struct TokenGiveaway {
  std::string token;
  std::size_t label = 0;       // class number
  int64_t rows = 0;            // training rows that hold the token
  int64_t label_rows = 0;      // of those, rows of the label
  double covers = 0.0;         // share of all rows of the label that hold it
  double doubt_left = 0.0;     // how much of the doubt about the label it leaves at most: 0 none, 1 all
  bool is_label_name = false;  // it stands in the name of this label and of no other
  std::vector<RowExample> examples;
};

/// Tokens of the training part, truncated as the network reads it, that leave at most a fifth of the doubt:
/// (1 - p) / (1 - prior), where p is the lower end of Wilson's interval for the share of rows with the token
/// that have the label. The surest come first, at most `most` of them. Linear in the tokens.
std::vector<TokenGiveaway> find_giveaways(const Corpus& corpus, const TokenizerConfig& tokenizer,
                                          std::size_t most = 10);

}  // namespace sentiment
