#include "baselines/count_language_model.h"

#include <gtest/gtest.h>

#include <cmath>

namespace sentiment {
namespace {

constexpr std::size_t kVocabulary = 8;

TextList few_texts() {
  TextList texts;
  texts.add(std::vector<TokenId>{3, 4, 5, 3, 4});
  texts.add(std::vector<TokenId>{3, 4, 6});
  texts.add(std::vector<TokenId>{7, 4, 5});
  return texts;
}

TEST(CountLanguageModel, GivesProbabilitiesThatAddUpToOneAfterAnyWords) {
  const CountLanguageModel model(few_texts(), kVocabulary, false);
  for (TokenId earlier = 1; earlier < 8; ++earlier) {
    for (TokenId before = 1; before < 8; ++before) {
      double sum = 0.0;
      for (TokenId word = 1; word < 8; ++word) sum += model.probability(earlier, before, word);
      EXPECT_NEAR(sum, 1.0, 1e-12) << earlier << ' ' << before;
    }
  }
}

TEST(CountLanguageModel, IsInterpolatedKneserNeyByHand) {
  // Two texts "3 4": each triple occurs twice and none once, so half a count is taken from each. Each word
  // has followed one other word only, so pairs and words say no more than that there are four words.
  TextList texts;
  for (int i = 0; i < 2; ++i) texts.add(std::vector<TokenId>{3, 4});
  const CountLanguageModel model(texts, 5, false);
  EXPECT_NEAR(model.probability(2, 3, 4), (2 - 0.5) / 2 + 0.5 / 2 * 0.25, 1e-12);
}

TEST(CountLanguageModel, ReadsATextFromItsEndWhereAsked) {
  TextList forward;
  TextList backward;
  for (int i = 0; i < 2; ++i) {
    forward.add(std::vector<TokenId>{3, 4, 5});
    backward.add(std::vector<TokenId>{5, 4, 3});
  }
  const CountLanguageModel a(forward, kVocabulary, false);
  const CountLanguageModel b(backward, kVocabulary, true);
  EXPECT_EQ(a.probability(3, 4, 5), b.probability(3, 4, 5));
  EXPECT_GT(a.probability(3, 4, 5), 0.5);
}

TEST(CountLanguageModel, ReadsALabelFirstInBothDirections) {
  TextList texts;
  for (int i = 0; i < 2; ++i) texts.add(std::vector<TokenId>{4, 5, 6}, 3);
  const CountLanguageModel forward(texts, kVocabulary, false);
  const CountLanguageModel backward(texts, kVocabulary, true);
  EXPECT_GT(forward.probability(2, 2, 3), 0.5);
  EXPECT_GT(forward.probability(2, 3, 4), 0.5);
  EXPECT_GT(backward.probability(2, 2, 3), 0.5);
  EXPECT_GT(backward.probability(2, 3, 6), 0.5);
  EXPECT_GT(backward.probability(5, 4, 2), 0.5);
}

TEST(CountLanguageModel, HasThePerplexityOfItsProbabilities) {
  const CountLanguageModel model(few_texts(), kVocabulary, false);
  TextList text;
  text.add(std::vector<TokenId>{3, 6});
  const double product = model.probability(2, 2, 3) * model.probability(2, 3, 6) * model.probability(3, 6, 2);
  EXPECT_NEAR(model.perplexity(text), std::pow(product, -1.0 / 3.0), 1e-9);
}

}  // namespace
}  // namespace sentiment
