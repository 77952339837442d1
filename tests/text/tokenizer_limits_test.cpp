// Inputs that would break a careless tokenizer: giant words, tags, runs of marks, random bytes.
#include <gtest/gtest.h>

#include "core/quote.h"
#include "core/random.h"
#include "text/tokens.h"
#include "text/unicode_cutter.h"

namespace sentiment {
namespace {

std::string repeated(std::string_view part, std::size_t times) {
  std::string text;
  text.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

TokenBuffer cut(std::string_view text) {
  TokenBuffer tokens;
  Tokenizer(TokenizerConfig{}).tokenize(text, tokens);
  return tokens;
}

TEST(TokenizerLimits, CutsLongTokensIntoPiecesOf64Bytes) {
  const TokenBuffer tokens = cut(repeated("ab", 70));
  ASSERT_EQ(tokens.size(), 3u);
  EXPECT_EQ(tokens[0].size(), 64u);
  EXPECT_EQ(tokens[1].size(), 64u);
  EXPECT_EQ(tokens[2].size(), 12u);
}

TEST(TokenizerLimits, KeepsATokenOf64BytesWhole) { EXPECT_EQ(cut(repeated("ab", 32)).size(), 1u); }

TEST(TokenizerLimits, CutsBetweenCodePoints) {
  const TokenBuffer tokens = cut(repeated("a", 1).append(repeated("\u00E9\u00E8", 40)));
  ASSERT_EQ(tokens.size(), 3u);
  EXPECT_EQ(tokens[0].size(), 63u);  // 64 would split a letter of two bytes
  EXPECT_TRUE(is_valid_utf8(tokens[1]));
}

TEST(TokenizerLimits, CutsAWordOf20MillionLetters) {
  EXPECT_EQ(cut(repeated("ab", 10'000'000)).size(), 312'500u);
}

TEST(TokenizerLimits, CutsAMillionTokens) {
  EXPECT_EQ(cut(repeated("so good ! ", 400'000)).size(), 1'200'000u);
}

TEST(TokenizerLimits, TakesLinearTimeOnManyCombiningMarks) {
  // Alternating classes 230 and 220: ordering them by exchanging neighbours would take 10^11 steps.
  const TokenBuffer tokens = cut(repeated("a", 1).append(repeated("\u0301\u0316", 300'000)));
  EXPECT_EQ(tokens[0].substr(0, 4), "\u00E1\u0316");
  EXPECT_GT(tokens.size(), 10'000u);
}

TEST(TokenizerLimits, TakesLinearTimeOnOpenTagsAndEntities) {
  EXPECT_EQ(cut(repeated("<a ", 1'000'000)).size(), 2'000'000u);
  EXPECT_EQ(cut(repeated("&amp", 1'000'000)).size(), 2'000'000u);
}

TEST(TokenizerLimits, TakesLinearTimeOnAnEndlessWordThatEndsInUnicode) {
  EXPECT_GT(cut(repeated("ab", 10'000'000) + "\u00E9").size(), 312'500u);
}

TEST(TokenizerLimits, BoundsAnEndlessEmojiSequence) {
  const TokenBuffer tokens = cut(repeated("\U0001F469\u200D", 1'000));
  for (std::size_t i = 0; i < tokens.size(); ++i) EXPECT_LE(tokens[i].size(), 64u);
}

TEST(TokenizerLimits, ReadsTextsLongerThanAPieceWithoutLosingCharacters) {
  const std::size_t letters = UnicodeCutter::kMaxPieceBytes + 10;  // three bytes each
  EXPECT_EQ(cut(repeated("\u597D", letters)).size(), letters);
}

TEST(TokenizerLimits, GivesCleanTokensForAnyBytes) {
  const RandomStream random(7, RandomUse::kBootstrap);
  std::string bytes;
  for (uint64_t i = 0; i < 200'000; ++i) bytes += static_cast<char>(random.below(i, 256));
  const TokenBuffer tokens = cut(bytes);
  EXPECT_GT(tokens.size(), 10'000u);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    ASSERT_TRUE(is_valid_utf8(tokens[i])) << quote(tokens[i]);
    ASSERT_EQ(printable(tokens[i]), tokens[i]);
    ASSERT_EQ(tokens[i].find(' '), std::string_view::npos);
    ASSERT_LE(tokens[i].size(), 64u);
  }
}

}  // namespace
}  // namespace sentiment
