// Token to id and back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sentiment {

using TokenId = int32_t;

class Vocabulary {
 public:
  // No tokenizer output contains '<' beside letters, so no user can type these.
  static constexpr TokenId kPadId = 0;      // "<pad>", the filler of batches; its embedding is zero
  static constexpr TokenId kUnknownId = 1;  // "<unk>"
  static constexpr std::size_t kSpecialTokens = 2;

  /// Only the special tokens.
  Vocabulary();

  /// `tokens` get the ids 2, 3, ... Throws FormatError if one is empty, holds a newline or occurs twice.
  explicit Vocabulary(const std::vector<std::string>& tokens);

  std::size_t size() const { return tokens_.size(); }

  /// kUnknownId for a token that is not in the vocabulary.
  TokenId id(std::string_view token) const;

  /// Precondition: 0 <= id < size().
  const std::string& token(TokenId id) const { return tokens_[static_cast<std::size_t>(id)]; }

  /// All tokens in order of their ids, the special ones first, each followed by '\n'.
  std::string to_bytes() const;

  /// Reads what to_bytes wrote. Throws FormatError that names the line.
  static Vocabulary from_bytes(std::string_view bytes);

 private:
  void add(std::string token);

  std::deque<std::string> tokens_;  // a deque: the views below stay valid while it grows
  std::unordered_map<std::string_view, TokenId> ids_;

 public:
  // The map's keys point into tokens_: moving keeps them valid, copying would not.
  Vocabulary(Vocabulary&&) = default;
  Vocabulary& operator=(Vocabulary&&) = default;
  Vocabulary(const Vocabulary& other);
  Vocabulary& operator=(const Vocabulary& other);
};

}  // namespace sentiment
