// Texts that occur more than once in a corpus: within the training part, under two labels, and in a part that
// is to judge what was learned from the training part.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "data/corpus.h"

namespace sentiment {

/// Two rows with the same text.
struct TwinRows {
  std::string first;  // their places
  std::string second;
};

struct TwinCount {
  int64_t rows = 0;
  int64_t of = 0;  // rows looked at; those without a token are not
  std::optional<TwinRows> example;

  double share() const { return of == 0 ? 0.0 : static_cast<double>(rows) / static_cast<double>(of); }
};

struct TextOverlap {
  TwinCount within_train;      // training rows whose text an earlier one has
  TwinCount under_two_labels;  // training rows whose text occurs with another label too
  TwinCount valid_in_train;    // validation rows whose text is in the training part
  std::optional<TwinCount> test_in_train;
};

/// Reads the data once more and compares texts by the tokens the network would read, without truncation:
/// case, spaces and mark-up make no difference. Linear in the data, 40 bytes of memory or so for each
/// different text. `corpus` is what read_corpus made of the same data. Throws DataError or Error.
TextOverlap find_overlap(const DataConfig& data, const TokenizerConfig& tokenizer, const Corpus& corpus);

}  // namespace sentiment
