// Tokens as one string, so that a test shows them as they are: "don't _ stop _ !".
#pragma once

#include <string>
#include <string_view>

#include "text/tokenizer.h"

namespace sentiment {

inline std::string joined(const TokenBuffer& tokens, std::string_view separator = " _ ") {
  std::string text;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (i > 0) text += separator;
    text += tokens[i];
  }
  return text;
}

inline std::string tokens_of(std::string_view text, const TokenizerConfig& config = {}) {
  TokenBuffer tokens;
  Tokenizer(config).tokenize(text, tokens);
  return joined(tokens);
}

}  // namespace sentiment
