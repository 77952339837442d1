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
std::vector<std::ptrdiff_t> places(TokenRows& rows, std::size_t tokens) {
  std::vector<std::ptrdiff_t> result;
  for (std::size_t i = 0; i < tokens; ++i) result.push_back(rows.of_tokens()[i] - rows.rows());
  return result;
}

TEST(TokenRows, HasOneRowForEachTypeOfAllTexts) {
  TokenRows rows;
  rows.look_up(kTexts, nullptr, 4);
  EXPECT_THAT(rows.types(), ElementsAre(5, 1, 9, 0));
  EXPECT_THAT(places(rows, 6), ElementsAre(0, 4, 0, 8, 8, 12));
}

TEST(TokenRows, NeedsNoRowOfAFrequentType) {
  TokenRows rows;
  const FrequentTypes frequent{2, AlignedArray<float>(8)};
  rows.look_up(kTexts, &frequent, 4);
  EXPECT_THAT(rows.types(), ElementsAre(5, 9));
  EXPECT_EQ(rows.of_tokens()[1], frequent.rows.data() + 4);
  EXPECT_EQ(rows.of_tokens()[5], frequent.rows.data());
  EXPECT_EQ(rows.of_tokens()[3], rows.rows() + 4);
}

TEST(TokenRows, ForgetsTheTextsBefore) {
  TokenRows rows;
  rows.look_up(kTexts, nullptr, 4);
  rows.look_up(std::span(kTexts).last(1), nullptr, 4);
  EXPECT_THAT(rows.types(), ElementsAre(9, 0));
  EXPECT_THAT(places(rows, 2), ElementsAre(0, 4));
  rows.look_up({}, nullptr, 4);
  EXPECT_THAT(rows.types(), IsEmpty());
}

}  // namespace
}  // namespace sentiment
