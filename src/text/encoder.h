// Text to the ids a network reads.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "text/tokenizer.h"
#include "text/vocabulary.h"

namespace sentiment {

struct EncodedText {
  std::vector<TokenId> ids;  // at most max_tokens; empty for a text without tokens
  int64_t tokens = 0;        // before truncation
  int64_t unknown = 0;       // of ids, how many are Vocabulary::kUnknownId
  bool truncated() const { return tokens > static_cast<int64_t>(ids.size()); }
};

/// Keeps the part of `ids` that `config` asks for.
template <class Id>
void truncate(std::vector<Id>& ids, const TokenizerConfig& config) {
  const auto limit = static_cast<std::ptrdiff_t>(config.max_tokens);
  const auto size = static_cast<std::ptrdiff_t>(ids.size());
  if (size <= limit) return;
  const std::ptrdiff_t head = config.truncate == Truncate::kHead   ? limit
                              : config.truncate == Truncate::kTail ? 0
                                                                   : limit / 4;
  ids.erase(ids.begin() + head, ids.end() - (limit - head));
}

class Encoder {
 public:
  /// Borrows both; they must outlive the encoder.
  Encoder(const Tokenizer& tokenizer, const Vocabulary& vocabulary)
      : tokenizer_(tokenizer), vocabulary_(vocabulary) {}

  EncodedText encode(std::string_view text) const;

 private:
  const Tokenizer& tokenizer_;
  const Vocabulary& vocabulary_;
};

}  // namespace sentiment
