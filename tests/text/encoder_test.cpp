#include "text/encoder.h"

#include <gtest/gtest.h>

namespace sentiment {
namespace {

EncodedText encode(std::string_view text, const TokenizerConfig& config = {}) {
  const Tokenizer tokenizer(config);
  const Vocabulary vocabulary({"good", "bad", "not"});
  return Encoder(tokenizer, vocabulary).encode(text);
}

std::vector<int> truncated(Truncate part, int64_t limit) {
  std::vector<int> ids = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  truncate(ids, {.max_tokens = limit, .truncate = part});
  return ids;
}

TEST(Encoder, GivesTokensTheirIds) {
  const EncodedText encoded = encode("Not bad, GOOD");
  EXPECT_EQ(encoded.ids, (std::vector<TokenId>{4, 3, 1, 2}));
  EXPECT_EQ(encoded.tokens, 4);
  EXPECT_EQ(encoded.unknown, 1);
  EXPECT_FALSE(encoded.truncated());
}

TEST(Encoder, CountsTokensBeforeAndUnknownsAfterTruncation) {
  const EncodedText encoded = encode("x y z good bad", {.max_tokens = 3, .truncate = Truncate::kTail});
  EXPECT_EQ(encoded.ids, (std::vector<TokenId>{1, 2, 3}));
  EXPECT_EQ(encoded.tokens, 5);
  EXPECT_EQ(encoded.unknown, 1);
  EXPECT_TRUE(encoded.truncated());
}

TEST(Encoder, GivesNoIdsForATextWithoutTokens) {
  EXPECT_TRUE(encode("  ").ids.empty());
  EXPECT_EQ(encode("").tokens, 0);
}

TEST(Truncate, KeepsTheHeadTheTailOrAQuarterAndThreeQuarters) {
  EXPECT_EQ(truncated(Truncate::kHead, 4), (std::vector<int>{1, 2, 3, 4}));
  EXPECT_EQ(truncated(Truncate::kTail, 4), (std::vector<int>{6, 7, 8, 9}));
  EXPECT_EQ(truncated(Truncate::kBoth, 4), (std::vector<int>{1, 7, 8, 9}));
  EXPECT_EQ(truncated(Truncate::kBoth, 8), (std::vector<int>{1, 2, 4, 5, 6, 7, 8, 9}));
}

TEST(Truncate, KeepsOneTokenAndWholeTexts) {
  EXPECT_EQ(truncated(Truncate::kBoth, 1), (std::vector<int>{9}));
  EXPECT_EQ(truncated(Truncate::kHead, 1), (std::vector<int>{1}));
  EXPECT_EQ(truncated(Truncate::kTail, 9).size(), 9u);
}

}  // namespace
}  // namespace sentiment
