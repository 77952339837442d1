#include "text/encoder.h"

#include <algorithm>

namespace sentiment {

EncodedText Encoder::encode(std::string_view text) const {
  TokenBuffer tokens;
  tokens.reserve(text.size());
  tokenizer_.tokenize(text, tokens);
  EncodedText encoded;
  encoded.tokens = static_cast<int64_t>(tokens.size());
  vocabulary_.ids(tokens, encoded.ids);
  truncate(encoded.ids, tokenizer_.config());
  encoded.unknown = std::count(encoded.ids.begin(), encoded.ids.end(), Vocabulary::kUnknownId);
  return encoded;
}

}  // namespace sentiment
