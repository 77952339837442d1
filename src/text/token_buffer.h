// Where the tokens of a text are put.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sentiment {

/// Tokens one after another in one string, so that cutting a review allocates nothing once the buffer has
/// grown.
class TokenBuffer {
 public:
  /// Bytes that may be read behind each token, whatever they are: whoever looks at tokens in blocks need not
  /// look at their ends.
  static constexpr std::size_t kPadding = 16;

  void clear() {
    used_ = 0;
    ends_.clear();
  }
  std::size_t size() const { return ends_.size(); }
  std::string_view operator[](std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return {bytes_.data() + begin, ends_[i] - begin};
  }

  /// Appends bytes to the token being written, then `end_token` closes it (an empty one is dropped).
  void append(std::string_view bytes) {
    std::copy(bytes.begin(), bytes.end(), room(bytes.size()));
    used_ += bytes.size();
  }
  void append(char byte) {
    *room(1) = byte;
    ++used_;
  }
  void end_token() {
    if (used_ > (ends_.empty() ? 0 : ends_.back())) ends_.push_back(used_);
  }

  /// Where to write at most so many bytes; `end_token(size)` makes a token of the first ones and what was
  /// appended before.
  char* room(std::size_t bytes) {
    if (bytes_.size() - used_ < bytes + kPadding) bytes_.resize(2 * bytes_.size() + bytes + kPadding);
    return bytes_.data() + used_;
  }
  void end_token(std::size_t size) {
    used_ += size;
    end_token();
  }

  /// Makes room for the tokens of a text of so many bytes.
  void reserve(std::size_t text_bytes) {
    room(text_bytes);
    ends_.reserve(text_bytes / 4);  // a word and its space
  }

 private:
  std::string bytes_;  // the first used_ are the tokens'
  std::size_t used_ = 0;
  std::vector<std::size_t> ends_;
};

}  // namespace sentiment
