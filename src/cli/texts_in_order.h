// Texts that grow side by side, written one after another.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "cli/generation_writer.h"
#include "cli/record_output.h"

namespace sentiment {

/// Writes the first text that is not finished as it grows, and what is there of later ones when their turn
/// comes.
class TextsInOrder {
 public:
  /// Borrows writer and output.
  TextsInOrder(GenerationWriter& writer, int64_t max_tokens, RecordOutput& output)
      : writer_(writer), max_tokens_(max_tokens), output_(output) {}

  /// The next token of text `number`; each text ends as TextGenerator says. Throws as RecordOutput does.
  void add(int64_t number, const DrawnToken& token);

  /// Of all texts.
  int64_t tokens() const { return tokens_; }

 private:
  bool write_waiting();

  GenerationWriter& writer_;
  int64_t max_tokens_;
  RecordOutput& output_;
  std::map<int64_t, std::vector<DrawnToken>> waiting_;  // by number of the text
  int64_t current_ = 0;
  int64_t written_ = 0;  // tokens of the current text
  int64_t tokens_ = 0;
};

}  // namespace sentiment
