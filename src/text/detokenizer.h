// Tokens to text as people write it: what the tokenizer took apart is put together again, and sentences begin
// with a capital.
//
// Names stay in lower case where the tokens are. Cutting the text gives the same tokens, wherever spaces are
// enough for that: a mark stands apart from its word if together they would be cut otherwise. The exceptions
// are contractions that were cut by others, which are written as one: it 's is it's, do n't is don't.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/token_buffer.h"
#include "text/tokenizer.h"
#include "text/written_token.h"

namespace sentiment {

/// Writes one text. What it returned is never taken back: an apostrophe or a hyphen waits for the token after
/// it, which shows what it is; nothing else does.
class Detokenizer {
 public:
  explicit Detokenizer(const TokenizerConfig& config);

  /// What the text goes on with, now that its next token is known.
  std::string add(std::string_view token);

  /// What still waits, at the end of the text.
  std::string finish();

 private:
  enum class Joint { kSpace, kJoined, kOneWord };  // the last: joined though it is cut otherwise then

  struct Written {
    WrittenKind kind = WrittenKind::kBegin;
    std::string token;
  };

  Joint joint(const Written& next);
  Joint joint_of_quote();
  bool joins_behind_dot(const Written& next) const;
  std::string release(const Written& next);
  std::string release_apostrophe(const Written& next);
  std::string write(const Written& next, Joint joint);
  std::string in_its_case(const Written& next, Joint joint) const;
  bool cut_as_meant(std::string_view text, std::string_view token);
  void note_sentence(const Written& next);

  Tokenizer tokenizer_;
  Written previous_;
  Written before_previous_;
  Written held_;                      // kBegin: nothing
  Joint next_joint_ = Joint::kSpace;  // what the token before decided about this one
  bool at_sentence_begin_ = true;
  int tokens_in_quote_ = -1;  // since "; -1: outside
  bool in_single_quote_ = false;
  std::string piece_;                  // of the text, since its last space
  std::vector<std::string> of_piece_;  // its tokens
  TokenBuffer cut_;
};

}  // namespace sentiment
