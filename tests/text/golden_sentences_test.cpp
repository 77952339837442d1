#include <gtest/gtest.h>

#include "text/tokens.h"

namespace sentiment {
namespace {

TEST(GoldenSentences, HaveTheTokensTheyHadWhenModelsWereWritten) {
  const std::vector<std::string> expected = {
      "this _ film _ is _ not _ good _ , _ and _ i _ don't _ think _ i'll _ ever _ watch _ it _ again _ .",
      "they _ shouldn't _ have _ \" _ improved _ \" _ the _ well _ - _ known _ ending _ ... _ it _ "
      "couldn't've _ "
      "been _ worse",
      "great _ ! _ loved _ it _ & _ cried _ ; _ caf\u00E9 _ scene _ <3 _ \u2014 _ a _ < _ b",
      "sooo _ boring _ !!! _ why _ ??? _ zzz _ ... _ looove _ :-( _ :) _ :D",
      "\U0001F600 _ \U0001F44D _ \u2764 _ \U0001F469\u200D\U0001F4BB _ \U0001F1EB\U0001F1F7 _ \u2605 _ "
      "\u2605 _ "
      "\u2606",
      "am\u00E9lie _ , _ r\u00E9sum\u00E9 _ , _ strasse _ , _ strasse _ , _ \u03BF\u03B4\u03BF\u03C3 _ , _ "
      "i\u0307stanbul _ , _ na\u00EFve",
      "i _ give _ it _ 7/10 _ , _ maybe _ 3.5 _ of _ 5 _ ; _ it _ cost _ $ _ 1,000,000 _ in _ the _ ' _ 90s "
      "_ , "
      "_ 100 _ % _ wasted",
      "\u8FD9 _ \u90E8 _ \u7535 _ \u5F71 _ \u5F88 _ \u597D _ \u770B _ \u3002 _ \u3059 _ \u3054 _ \u304F _ "
      "\u826F _ \u3044 _ \uFF01 _ \u0E2B _ \u0E19\u0E31 _ \u0E07 _ \u0E14\u0E35 _ "
      "\uC7AC\uBBF8\uC788\uC5B4\uC694 _ iphone _ \u624B _ \u673A",
      "\u043E\u0447\u0435\u043D\u044C _ \u043F\u043B\u043E\u0445\u043E\u0439 _ "
      "\u0444\u0438\u043B\u044C\u043C _ "
      ", _ \u0641\u064A\u0644\u0645 _ \u0631\u0627\u0626\u0639 _ \u060C _ "
      "\u0939\u093F\u0928\u094D\u0926\u0940"};
  std::vector<std::string> found;
  for (const GoldenSentence& sentence : golden_sentences(Tokenizer(TokenizerConfig{}))) {
    found.push_back(tokens_of(sentence.text));
    EXPECT_EQ(Tokenizer(TokenizerConfig{}).tokenize(sentence.text), sentence.tokens);
  }
  EXPECT_EQ(found, expected);
}

TEST(GoldenSentences, FollowTheTokenizersSettings) {
  const auto golden = golden_sentences(Tokenizer(TokenizerConfig{.lowercase = false}));
  EXPECT_EQ(golden[0].tokens[0], "This");
}

TEST(GoldenSentences, GiveTheSameTokensWhenTheTokensAreCutAgain) {
  for (const GoldenSentence& sentence : golden_sentences(Tokenizer(TokenizerConfig{}))) {
    TokenBuffer once;
    TokenBuffer twice;
    Tokenizer(TokenizerConfig{}).tokenize(sentence.text, once);
    Tokenizer(TokenizerConfig{}).tokenize(joined(once, " "), twice);
    EXPECT_EQ(joined(twice), joined(once));
  }
}

}  // namespace
}  // namespace sentiment
