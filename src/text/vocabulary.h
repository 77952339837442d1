// Token to id and back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/token_table.h"

namespace sentiment {

using TokenId = int32_t;

class Vocabulary {
 public:
  // No tokenizer output contains '<' beside letters, so no user can type these.
  static constexpr TokenId kPadId = 0;      // "<pad>", the filler of batches; its embedding is zero
  static constexpr TokenId kUnknownId = 1;  // "<unk>"
  static constexpr std::size_t kSpecialTokens = 2;
  // The first ordinary token of a language model's vocabulary: the end of a text, and before the first one.
  static constexpr TokenId kEndId = 2;
  static constexpr std::string_view kEnd = "<end>";
  // Behind it, of a language model that was pretrained with labels in front: one token for each of them.
  static constexpr TokenId label_id(std::size_t label) { return kEndId + 1 + static_cast<TokenId>(label); }
  static std::string label_token(std::size_t label);  // "<label:0>": a name could be anything

  /// Only the special tokens.
  Vocabulary();

  /// `tokens` get the ids 2, 3, ... Throws FormatError if one is empty, holds a newline or occurs twice.
  explicit Vocabulary(const std::vector<std::string>& tokens);

  std::size_t size() const { return tokens_.size(); }

  /// kUnknownId for a token that is not in the vocabulary.
  TokenId id(std::string_view token) const;
  /// Replaces `out` by the ids of all `tokens`.
  void ids(const TokenBuffer& tokens, std::vector<TokenId>& out) const {
    tokens_.find_all(tokens, kUnknownId, out);
  }

  /// Precondition: 0 <= id < size(). Valid as long as the vocabulary is.
  std::string_view token(TokenId id) const { return tokens_[static_cast<std::size_t>(id)]; }

  /// All tokens in order of their ids, the special ones first, each followed by '\n'.
  std::string to_bytes() const;

  /// Reads what to_bytes wrote. Throws FormatError that names the line.
  static Vocabulary from_bytes(std::string_view bytes);

 private:
  void add(std::string_view token);
  void expect_entry(std::string_view token) const;
  static void expect_new(std::string_view token, std::size_t line, uint32_t number);

  TokenTable tokens_;
};

}  // namespace sentiment
