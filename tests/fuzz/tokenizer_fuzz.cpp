// Any bytes become clean tokens and ids of the vocabulary. The first byte chooses the settings.
#include "core/quote.h"
#include "fuzz/fuzz_target.h"
#include "text/encoder.h"

namespace sentiment {
namespace {

void expect_clean(std::string_view token) {
  expect(!token.empty() && token.size() <= 64, "a token has 1 to 64 bytes");
  expect(is_valid_utf8(token), "a token is UTF-8");
  for (const char c : token)
    expect(static_cast<unsigned char>(c) > 0x20 && c != 0x7F, "a token has no space or control byte");
}

void cut(std::string_view text) {
  const unsigned choice = take_choice(text);
  const TokenizerConfig config = {.lowercase = choice % 2 == 0,
                                  .strip_html = choice / 2 % 2 == 0,
                                  .max_tokens = 1 + static_cast<int64_t>(choice / 16),
                                  .truncate = static_cast<Truncate>(choice / 4 % 3)};
  const Tokenizer tokenizer(config);
  const std::vector<std::string> tokens = tokenizer.tokenize(text);
  for (const std::string& token : tokens) expect_clean(token);

  const Vocabulary vocabulary({"the", "not", "!", "don't", "3.5"});
  const EncodedText encoded = Encoder(tokenizer, vocabulary).encode(text);
  expect(encoded.tokens == static_cast<int64_t>(tokens.size()), "all tokens are counted");
  expect(static_cast<int64_t>(encoded.ids.size()) <= config.max_tokens, "a text is cut");
  for (const TokenId id : encoded.ids)
    expect(id >= 1 && id < static_cast<TokenId>(vocabulary.size()), "an id is the vocabulary's");
}

}  // namespace
}  // namespace sentiment

int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  sentiment::cut(sentiment::as_text(data, size));
  return 0;
}
