#include "text/token_buffer.h"

#include <gtest/gtest.h>

#include <cstring>

namespace sentiment {
namespace {

TEST(TokenBuffer, HoldsWhatWasAppendedUpToEachEnd) {
  TokenBuffer tokens;
  tokens.append("so");
  tokens.append('o');
  tokens.end_token();
  tokens.append("good");
  tokens.end_token();
  ASSERT_EQ(tokens.size(), 2u);
  EXPECT_EQ(tokens[0], "soo");
  EXPECT_EQ(tokens[1], "good");
}

TEST(TokenBuffer, DropsEmptyTokens) {
  TokenBuffer tokens;
  tokens.end_token();
  tokens.append("");
  tokens.end_token(0);
  EXPECT_EQ(tokens.size(), 0u);
}

TEST(TokenBuffer, MakesATokenOfWhatWasWrittenInItsRoom) {
  TokenBuffer tokens;
  tokens.append("not");
  std::memcpy(tokens.room(10), "good, more", 10);
  tokens.end_token(4);
  tokens.append("bad");
  tokens.end_token();
  ASSERT_EQ(tokens.size(), 2u);
  EXPECT_EQ(tokens[0], "notgood");
  EXPECT_EQ(tokens[1], "bad");
}

TEST(TokenBuffer, BeginsAnewWhenCleared) {
  TokenBuffer tokens;
  tokens.reserve(1'000);
  for (int i = 0; i < 5'000; ++i) {
    tokens.append("token");
    tokens.end_token();
  }
  EXPECT_EQ(tokens[4'999], "token");
  tokens.clear();
  EXPECT_EQ(tokens.size(), 0u);
  tokens.append("other");
  tokens.end_token();
  EXPECT_EQ(tokens[0], "other");
}

TEST(TokenBuffer, LetsBytesBehindItsTokensBeRead) {
  TokenBuffer tokens;
  char behind[TokenBuffer::kPadding];
  for (int i = 0; i < 200; ++i) {
    tokens.append("x");
    tokens.end_token();
    std::memcpy(behind, tokens[tokens.size() - 1].data() + 1, sizeof behind);  // under AddressSanitizer
  }
}

}  // namespace
}  // namespace sentiment
