#include "cli/texts_in_order.h"

namespace sentiment {

void TextsInOrder::add(int64_t number, const DrawnToken& token) {
  ++tokens_;
  waiting_[number].push_back(token);
  while (!waiting_.empty() && waiting_.begin()->first == current_ && write_waiting()) ++current_;
}

/// Writes what is there of the current text; true if that is all of it.
bool TextsInOrder::write_waiting() {
  std::vector<DrawnToken>& tokens = waiting_.begin()->second;
  std::string text;
  if (written_ == 0) text = writer_.begin(current_);
  bool is_finished = false;
  for (const DrawnToken& token : tokens) {
    text += writer_.add(token);
    is_finished = token.id == Vocabulary::kEndId || ++written_ == max_tokens_;
  }
  tokens.clear();
  if (is_finished) text += writer_.finish();
  if (!text.empty()) output_.write(text);
  if (!is_finished) return false;
  waiting_.erase(waiting_.begin());
  written_ = 0;
  return true;
}

}  // namespace sentiment
