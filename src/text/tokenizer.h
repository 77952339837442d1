// Text to tokens; nothing about ids.
//
// What a token is (`_` separates tokens here):
//
// - Words are letters, digits and combining marks, with apostrophes inside: I _ don't _ know. Hyphens and
//   underscores are tokens of their own: well _ - _ made.
// - Case is folded if `lowercase`, fully and in no locale: NOT is not, Straße is strasse.
// - Numbers keep . , / between digits: 7/10 _ 3.5 _ 1,000 _ 100 _ %.
// - Marks are kept. A run of one mark is one token of at most three: !! _ !!! (also for !!!!!) _ ? _ !.
// - A letter four or more times in a row is written three times: soooooo is sooo.
// - Emoji are one token each, joined ones and flags too, without variation selectors and skin tones.
// - ASCII emoticons (emoticons.h) are one token each, in their own case: :) _ :-( _ :D _ <3. Further brackets
//   belong to them: :))))) is :).
// - Symbols and letters of scripts without spaces (Chinese, kana, Thai, ...) are one token each.
// - HTML is read if `strip_html` (html_text.h): tags separate like spaces, entities are their characters.
// - Unicode is composed (NFC). Curly quotes are straight, an ellipsis is three dots, invisible characters are
//   dropped; other spaces, control and format characters separate. C1 controls are read as Windows-1252,
//   where they come from; invalid UTF-8 is U+FFFD.
//
// A token is at most 64 bytes long; a longer one is cut between code points. No token has a space or control
// byte, nor '<' together with a letter. Cutting the tokens joined by spaces gives the same tokens for
// ordinary text. Time is linear in the length of the text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/token_buffer.h"
#include "text/tokenizer_config.h"

namespace sentiment {

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
