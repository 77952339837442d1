// UTF-8 to code points in the one form that the tokenizer cuts.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "text/character_class.h"

namespace sentiment {

/// Appends the code points of `text` to `out`, so that texts which look the same are the same: invalid UTF-8
/// is U+FFFD (one for each maximal subpart), curly quotes are ' and ", an ellipsis is three dots, C1 controls
/// are what Windows-1252 has there, invisible characters are dropped unless they join emoji, and so are skin
/// tones. A zero-width space stays, as a space.
void read_code_points(std::string_view text, std::vector<CodePoint>& out);

/// Replaces `out` by the canonical composition (NFC) of `text`, after full case folding if `fold_case`.
void normalize(std::span<const CodePoint> text, bool fold_case, std::vector<CodePoint>& out);

struct Utf8 {
  std::array<char, 4> bytes;
  std::size_t size;
};
/// Precondition: a code point up to U+10FFFF that is no surrogate.
Utf8 encode_utf8(CodePoint c);

/// What HTML readers make of &#128; to &#159; and we of such code points in a text: the character that
/// Windows-1252 has at this place (HTML standard, numeric character reference end state), or `c` itself.
CodePoint from_windows_1252(CodePoint c);

}  // namespace sentiment
