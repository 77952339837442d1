// Text to tokens; nothing about ids.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "text/tokenizer_config.h"

namespace sentiment {

/// Tokens one after another in one string, so that cutting a review allocates nothing once the buffer has
/// grown.
class TokenBuffer {
 public:
  void clear() {
    bytes_.clear();
    ends_.clear();
  }
  std::size_t size() const { return ends_.size(); }
  std::string_view operator[](std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(bytes_).substr(begin, ends_[i] - begin);
  }
  /// Appends bytes to the token being written, then `end_token` closes it (an empty one is dropped).
  void append(std::string_view bytes) { bytes_ += bytes; }
  void append(char byte) { bytes_ += byte; }
  void end_token() {
    if (bytes_.size() > (ends_.empty() ? 0 : ends_.back())) ends_.push_back(bytes_.size());
  }

 private:
  std::string bytes_;
  std::vector<std::size_t> ends_;
};

class Tokenizer {
 public:
  explicit Tokenizer(const TokenizerConfig& config);

  /// Replaces the content of `out` by the tokens of `text`, all of them (truncation is the encoder's).
  /// Any bytes are accepted; invalid UTF-8 is read as U+FFFD. Tokens are valid UTF-8 without spaces or
  /// control bytes.
  void tokenize(std::string_view text, TokenBuffer& out) const;

  /// The same as strings, for tests and messages.
  std::vector<std::string> tokenize(std::string_view text) const;

  const TokenizerConfig& config() const { return config_; }

 private:
  TokenizerConfig config_;
};

/// A sentence and the tokens it had when a model was written.
struct GoldenSentence {
  std::string text;
  std::vector<std::string> tokens;
};

/// Sentences that cover what the tokenizer does, with their tokens under `tokenizer`; kept in a model and
/// compared when it is loaded, because another Unicode version may cut differently.
std::vector<GoldenSentence> golden_sentences(const Tokenizer& tokenizer);

}  // namespace sentiment
