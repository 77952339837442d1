#include "json/spelling.h"

#include <gtest/gtest.h>

#include <vector>

namespace sentiment {
namespace {

const std::vector<std::string> kWords = {"dropout", "word_dropout", "layers", "epochs"};

TEST(Spelling, FindsTheNearestWord) {
  EXPECT_EQ(nearest_word("dropot", kWords), "dropout");
  EXPECT_EQ(nearest_word("drpoout", kWords), "dropout");  // two letters swapped are one mistake
  EXPECT_EQ(nearest_word("word_droput", kWords), "word_dropout");
  EXPECT_EQ(nearest_word("epoch", kWords), "epochs");
}

TEST(Spelling, SuggestsNothingFarAway) {
  EXPECT_EQ(nearest_word("banana", kWords), "");
  EXPECT_EQ(nearest_word("", kWords), "");
  EXPECT_EQ(nearest_word("x", std::vector<std::string>{}), "");
  EXPECT_EQ(nearest_word(std::string(100'000, 'e'), kWords), "");
}

TEST(Spelling, PhrasesAQuestion) {
  EXPECT_EQ(did_you_mean("layer", kWords), " (did you mean \"layers\"?)");
  EXPECT_EQ(did_you_mean("banana", kWords), "");
}

}  // namespace
}  // namespace sentiment
