// The path for everything that is not ASCII.
#pragma once

#include <string_view>
#include <vector>

#include "text/character_class.h"
#include "text/token_buffer.h"

namespace sentiment {

/// Cuts texts one after another, keeping its working memory between them.
class UnicodeCutter {
 public:
  explicit UnicodeCutter(bool fold_case) : fold_case_(fold_case) {}

  /// Appends the tokens of `text` to `out`. Any bytes; no HTML to strip. To bound its memory, it reads a text
  /// of more than kMaxPieceBytes in pieces, and no token crosses their borders.
  void cut(std::string_view text, TokenBuffer& out);

  static constexpr std::size_t kMaxPieceBytes = 1 << 20;

 private:
  void cut_piece(std::string_view text, TokenBuffer& out);

  bool fold_case_;
  std::vector<CodePoint> read_;
  std::vector<CodePoint> normalized_;
  std::vector<CodePoint> folded_;
};

}  // namespace sentiment
