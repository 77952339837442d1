// What may be wrong with a single text.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "text/tokenizer_config.h"

namespace sentiment {

enum class Defect {
  kMojibake,     // UTF-8 that was read as something else
  kReplacement,  // U+FFFD: bytes that were no UTF-8 when somebody read them
  kHtml,         // mark-up that the network reads as words
  kEmpty,        // no token
  kShort,        // one or two tokens
};
inline constexpr std::size_t kDefects = 5;

/// The name of a defect in reports: "mojibake", "replacement_characters", "html_remnants", "empty", "short".
const char* name_of(Defect defect);

struct FoundDefect {
  Defect defect;
  std::string shown;  // the place in the text
};

/// All that is found in a text of so many tokens, each kind once.
std::vector<FoundDefect> find_defects(std::string_view text, std::size_t tokens,
                                      const TokenizerConfig& tokenizer);

}  // namespace sentiment
