// The fast path: ASCII needs no decoding, no normalisation and only tables.
#pragma once

#include <string_view>

#include "text/token_buffer.h"

namespace sentiment {

/// Appends the tokens of `text` to `out`, the same that UnicodeCutter finds. Precondition: all bytes below
/// 0x80, no HTML to strip.
void cut_ascii(std::string_view text, bool fold_case, TokenBuffer& out);

}  // namespace sentiment
