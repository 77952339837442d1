// The fast path for ASCII against the path for everything: the same tokens, always.
#include <gtest/gtest.h>

#include "core/random.h"
#include "text/ascii_cutter.h"
#include "text/tokens.h"
#include "text/unicode_cutter.h"

namespace sentiment {
namespace {

void expect_agreement(std::string_view text) {
  for (const bool fold_case : {false, true}) {
    TokenBuffer fast;
    TokenBuffer general;
    cut_ascii(text, fold_case, fast);
    UnicodeCutter(fold_case).cut(text, general);
    ASSERT_EQ(joined(fast), joined(general)) << text;
  }
}

/// 20,000 texts of up to 24 characters of `alphabet`.
void expect_agreement_on_random_texts(std::string_view alphabet, uint64_t seed) {
  const RandomStream random(seed, RandomUse::kBootstrap);
  uint64_t drawn = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    const uint64_t length = random.below(drawn++, 25);
    for (uint64_t j = 0; j < length; ++j) text += alphabet[random.below(drawn++, alphabet.size())];
    expect_agreement(text);
  }
}

TEST(Cutters, AgreeOnAllAsciiBytes) {
  std::string alphabet;
  for (int c = 0; c < 128; ++c) alphabet += static_cast<char>(c);
  expect_agreement_on_random_texts(alphabet, 1);
}

TEST(Cutters, AgreeOnRunsAndApostrophes) { expect_agreement_on_random_texts("aaaAb'' -", 2); }
TEST(Cutters, AgreeOnNumbers) { expect_agreement_on_random_texts("019.,/'x ", 3); }
TEST(Cutters, AgreeOnEmoticons) { expect_agreement_on_random_texts(":;=-^_<3)(DPpo/'a ", 4); }

TEST(Cutters, AgreeOnLongWords) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "abcdefg'"[i % 8];
  expect_agreement(text);
}

TEST(Cutters, AgreeOnWordsOfEveryLengthWithARunAnywhere) {
  for (std::size_t length = 1; length <= 80; ++length) {
    for (std::size_t run = 0; run <= 5; ++run) {
      for (std::size_t at = 0; at + run <= length; ++at) {
        std::string word;
        for (std::size_t i = 0; i < length; ++i) word += "Abcdefg"[i % 7];
        word.replace(at, run, run, 'z');
        expect_agreement(word + " and " + word + ", " + word + "'s " + word + "7 over there, behind it all");
      }
    }
  }
}

TEST(Cutters, AgreeOnEveryByteBehindAWord) {
  for (int c = 0; c < 128; ++c) {
    for (const std::string_view word : {"a", "letters", "eightbit", "Ninebytes", "SixteenByteWords"}) {
      expect_agreement(std::string(word) + static_cast<char>(c) + std::string(word) +
                       " and so on and so forth");
    }
  }
}

TEST(Tokenizer, GivesAWordTheSameTokensBesideUnicodeAndAlone) {
  const Tokenizer tokenizer{TokenizerConfig{}};
  std::vector<std::string> mixed = tokenizer.tokenize("It's GREAT :D 7/10!!!! \u00E9 don't 3.5 sooooo");
  std::erase(mixed, "\u00E9");
  EXPECT_EQ(mixed, tokenizer.tokenize("It's GREAT :D 7/10!!!! don't 3.5 sooooo"));
}

}  // namespace
}  // namespace sentiment
