#include "text/encoder.h"

#include <algorithm>

namespace sentiment {

EncodedText Encoder::encode(std::string_view text) const {
  TokenBuffer tokens;
  tokenizer_.tokenize(text, tokens);
  EncodedText encoded;
  encoded.tokens = static_cast<int64_t>(tokens.size());
  encoded.ids.reserve(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) encoded.ids.push_back(vocabulary_.id(tokens[i]));
  truncate(encoded.ids, tokenizer_.config());
  encoded.unknown = std::count(encoded.ids.begin(), encoded.ids.end(), Vocabulary::kUnknownId);
  return encoded;
}

}  // namespace sentiment
