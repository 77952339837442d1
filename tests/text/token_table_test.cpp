#include "text/token_table.h"

#include <gtest/gtest.h>

#include <string>

namespace sentiment {
namespace {

TEST(TokenTable, NumbersTokensInOrderOfFirstAppearance) {
  TokenTable table;
  EXPECT_EQ(table.add("b"), 0u);
  EXPECT_EQ(table.add("a"), 1u);
  EXPECT_EQ(table.add("b"), 0u);
  ASSERT_EQ(table.size(), 2u);
  EXPECT_EQ(table[0], "b");
  EXPECT_EQ(table[1], "a");
}

TEST(TokenTable, FindsOnlyWhatWasAdded) {
  TokenTable table;
  EXPECT_EQ(table.find("good"), TokenTable::kNone);
  table.add("good");
  EXPECT_EQ(table.find("good"), 0u);
  for (const std::string_view other : {"", "goo", "good ", "Good"}) {
    EXPECT_EQ(table.find(other), TokenTable::kNone) << other;
  }
}

TEST(TokenTable, HoldsTokensOfAnyLengthAndBytes) {
  TokenTable table;
  std::string token;
  for (uint32_t i = 0; i < 300; ++i) {
    EXPECT_EQ(table.add(token), i);
    token += static_cast<char>(i);
  }
  token.clear();
  for (uint32_t i = 0; i < 300; ++i) {
    EXPECT_EQ(table.find(token), i);
    EXPECT_EQ(table[i], token);
    token += static_cast<char>(i);
  }
}

TEST(TokenTable, FindsEveryTokenHoweverItGrew) {
  for (const std::size_t reserved : {0, 10, 20'000, 100'000}) {
    TokenTable table;
    table.reserve(reserved, 5 * reserved);
    for (uint32_t i = 0; i < 50'000; ++i) ASSERT_EQ(table.add(std::to_string(i)), i);
    for (uint32_t i = 0; i < 50'000; ++i) ASSERT_EQ(table.find(std::to_string(i)), i);
    ASSERT_EQ(table.find("50000"), TokenTable::kNone);
  }
}

TEST(TokenTable, FindsAndAddsTokensOfABufferAsAnyOther) {
  TokenBuffer tokens;
  for (std::size_t size = 1; size <= 64; ++size) {
    tokens.append(std::string(size, 'a'));
    tokens.end_token();
    tokens.append(std::string(size - 1, 'a') + 'b');
    tokens.end_token();
  }
  TokenTable table;
  for (std::size_t i = 0; i < tokens.size(); i += 2) EXPECT_EQ(table.add_padded(tokens[i]), i / 2);
  for (std::size_t i = 0; i < tokens.size(); i += 2) EXPECT_EQ(table.add(tokens[i]), i / 2);
  std::vector<int32_t> numbers = {7, 7, 7};
  table.find_all(tokens, -5, numbers);
  ASSERT_EQ(numbers.size(), 128u);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    EXPECT_EQ(numbers[i], i % 2 == 0 ? static_cast<int32_t>(i / 2) : -5) << tokens[i];
    EXPECT_EQ(table.find(tokens[i]), i % 2 == 0 ? i / 2 : TokenTable::kNone) << tokens[i];
  }
}

TEST(TokenTable, CopiesAreTheirOwn) {
  TokenTable table;
  table.add("good");
  TokenTable copy = table;
  copy.add("bad");
  EXPECT_EQ(copy.find("bad"), 1u);
  EXPECT_EQ(table.find("bad"), TokenTable::kNone);
}

}  // namespace
}  // namespace sentiment
