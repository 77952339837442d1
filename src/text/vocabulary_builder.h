// Counts tokens and chooses the vocabulary. Texts are cut once: while counting, each token gets a provisional
// number, and `build` says which id each number becomes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/settings.h"
#include "text/token_table.h"
#include "text/vocabulary.h"

namespace sentiment {

struct VocabularyConfig {
  int64_t max_size = 30000;                 // entries, the special ones included
  int64_t min_count = 2;                    // rarer tokens of the training part are unknown
  std::optional<std::string> vectors = {};  // file with pretrained word vectors
  bool freeze_vectors = false;              // keep the embedding as it was read
};

void visit_settings(VocabularyConfig& config, SettingsVisitor& visit);

class VocabularyBuilder {
 public:
  /// Counts one occurrence; returns the token's provisional number (0, 1, ... in order of first appearance).
  uint32_t count(std::string_view token) { return count_number(tokens_.add(token)); }
  /// The same for token i of `tokens`, faster.
  uint32_t count(const TokenBuffer& tokens, std::size_t i) {
    return count_number(tokens_.add_padded(tokens[i]));
  }

  struct Result {
    Vocabulary vocabulary;
    std::vector<TokenId> id_of;    // [distinct tokens] by provisional number; kUnknownId for those left out
    int64_t distinct = 0;          // different tokens seen
    int64_t occurrences = 0;       // tokens seen
    int64_t kept_occurrences = 0;  // of those, in the vocabulary
  };
  /// The most frequent tokens first; equals in byte order, so that the result does not depend on the order of
  /// rows. Before them come the tokens `first`, which no text has; there is room for at least one of all.
  Result build(const VocabularyConfig& config, const std::vector<std::string>& first = {}) const;
  /// The same for a vocabulary that was chosen before.
  Result with(const Vocabulary& vocabulary) const;

 private:
  uint32_t count_number(uint32_t number);

  TokenTable tokens_;
  std::vector<int64_t> counts_;  // [distinct tokens]
};

}  // namespace sentiment
