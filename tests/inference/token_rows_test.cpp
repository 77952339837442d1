#include "inference/token_rows.h"

#include <gmock/gmock.h>

namespace sentiment {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<TokenId> kFirst = {5, 1, 5, 9};
const std::vector<TokenId> kSecond = {9, 0};
const std::vector<TokenIds> kTexts = {kFirst, {}, kSecond};

/// Where each token's row is among those to be filled in.
std::vector<std::ptrdiff_t> places(const TokenRows& tokens, std::size_t count,
                                   const AlignedArray<float>& rows) {
  std::vector<std::ptrdiff_t> result;
  for (std::size_t i = 0; i < count; ++i) result.push_back(tokens.of_tokens()[i] - rows.data());
  return result;
}

TEST(TokenRows, HasOneRowForEachTypeOfAllTexts) {
  TokenRows tokens;
  AlignedArray<float> rows;
  tokens.look_up(kTexts, nullptr, 4, false, rows);
  EXPECT_THAT(tokens.types(), ElementsAre(5, 1, 9, 0));
  EXPECT_THAT(places(tokens, 6, rows), ElementsAre(0, 4, 0, 8, 8, 12));
}

TEST(TokenRows, NeedsNoRowOfAFrequentType) {
  TokenRows tokens;
  AlignedArray<float> rows;
  const FrequentTypes frequent{2, AlignedArray<float>(8)};
  tokens.look_up(kTexts, &frequent, 4, false, rows);
  EXPECT_THAT(tokens.types(), ElementsAre(5, 9));
  EXPECT_EQ(tokens.of_tokens()[1], frequent.rows.data() + 4);
  EXPECT_EQ(tokens.of_tokens()[5], frequent.rows.data());
  EXPECT_EQ(tokens.of_tokens()[3], rows.data() + 4);
}

TEST(TokenRows, TurnsEachTextRoundWhereItIsReadBackward) {
  TokenRows tokens;
  AlignedArray<float> rows;
  tokens.look_up(kTexts, nullptr, 4, true, rows);
  EXPECT_THAT(tokens.types(), ElementsAre(5, 1, 9, 0));
  EXPECT_THAT(places(tokens, 6, rows), ElementsAre(8, 0, 4, 0, 12, 8));
}

TEST(TokenRows, ForgetsTheTextsBefore) {
  TokenRows tokens;
  AlignedArray<float> rows;
  tokens.look_up(kTexts, nullptr, 4, false, rows);
  tokens.look_up(std::span(kTexts).last(1), nullptr, 4, false, rows);
  EXPECT_THAT(tokens.types(), ElementsAre(9, 0));
  EXPECT_THAT(places(tokens, 2, rows), ElementsAre(0, 4));
  tokens.look_up({}, nullptr, 4, false, rows);
  EXPECT_THAT(tokens.types(), IsEmpty());
}

}  // namespace
}  // namespace sentiment
