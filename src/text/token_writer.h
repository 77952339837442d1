// Writes tokens of bounded length.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "text/code_points.h"
#include "text/token_buffer.h"

namespace sentiment {

/// Collects one token at a time and passes it on. What exceeds kMaxTokenBytes goes on as another token, cut
/// between code points, so that no input makes a giant of a token.
class TokenWriter {
 public:
  static constexpr std::size_t kMaxTokenBytes = 64;

  /// Borrows `out`.
  explicit TokenWriter(TokenBuffer& out) : out_(out) {}

  void put(char c) {
    if (size_ == kMaxTokenBytes) end_token();
    bytes_[size_++] = c;
  }
  void put(CodePoint c);

  void end_token() {
    out_.append(std::string_view(bytes_.data(), size_));
    out_.end_token();
    size_ = 0;
  }

 private:
  TokenBuffer& out_;
  std::array<char, kMaxTokenBytes> bytes_;
  std::size_t size_ = 0;
};

}  // namespace sentiment
