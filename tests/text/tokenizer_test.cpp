#include "text/tokenizer.h"

#include <gtest/gtest.h>

#include <clocale>

#include "text/tokens.h"

namespace sentiment {
namespace {

TEST(Tokenizer, CutsWordsAndKeepsPunctuation) {
  EXPECT_EQ(tokens_of("A good film, (really) good."), "a _ good _ film _ , _ ( _ really _ ) _ good _ .");
}

TEST(Tokenizer, KeepsApostrophesInsideWords) {
  EXPECT_EQ(tokens_of("I don't, o'clock rock'n'roll"), "i _ don't _ , _ o'clock _ rock'n'roll");
  EXPECT_EQ(tokens_of("'tis the dogs' \"it's\""), "' _ tis _ the _ dogs _ ' _ \" _ it's _ \"");
  EXPECT_EQ(tokens_of("don''t"), "don _ '' _ t");
}

TEST(Tokenizer, ReadsCurlyQuotesAsStraightOnes) {
  EXPECT_EQ(tokens_of("\u201CDon\u2019t\u201D \u2018so\u2018"), "\" _ don't _ \" _ ' _ so _ '");
  EXPECT_EQ(tokens_of("don\u00B4t"), "don't");
}

TEST(Tokenizer, MakesHyphensAndUnderscoresTokens) {
  EXPECT_EQ(tokens_of("well-made snake_case co\u2010op \u2013"),
            "well _ - _ made _ snake _ _ _ case _ co _ - _ op _ \u2013");
}

TEST(Tokenizer, KeepsNumbersAndRatingsWhole) {
  EXPECT_EQ(tokens_of("3.5 1,000,000 7/10 10/10."), "3.5 _ 1,000,000 _ 7/10 _ 10/10 _ .");
  EXPECT_EQ(tokens_of("and/or .5 5. 90% $5 2nd"), "and _ / _ or _ . _ 5 _ 5 _ . _ 90 _ % _ $ _ 5 _ 2nd");
  EXPECT_EQ(tokens_of("10000000"), "10000000");
}

TEST(Tokenizer, ShortensRunsOfOneMarkToThree) {
  EXPECT_EQ(tokens_of("! !! !!! !!!! !!!!!!!!!!"), "! _ !! _ !!! _ !!! _ !!!");
  EXPECT_EQ(tokens_of("?!?! --- ..\u2026"), "? _ ! _ ? _ ! _ --- _ ...");
}

TEST(Tokenizer, ShortensRunsOfOneLetterToThree) {
  EXPECT_EQ(tokens_of("soo sooo soooo Sooooooo looooollll"), "soo _ sooo _ sooo _ sooo _ looolll");
  EXPECT_EQ(tokens_of("NoOoOoO"), "nooo");
  EXPECT_EQ(tokens_of("\u00E9\u00E9\u00C9\u00C9\u00E9"), "\u00E9\u00E9\u00E9");
}

TEST(Tokenizer, FoldsCaseFullyAndInNoLocale) {
  EXPECT_EQ(tokens_of("NOT GREAT Not"), "not _ great _ not");
  EXPECT_EQ(tokens_of("STRASSE Stra\u00DFe"), "strasse _ strasse");
  EXPECT_EQ(tokens_of("\u039F\u0394\u039F\u03A3 \u03BF\u03B4\u03BF\u03C2"),
            "\u03BF\u03B4\u03BF\u03C3 _ \u03BF\u03B4\u03BF\u03C3");
  EXPECT_EQ(tokens_of("I\u0130\u0131"), "ii\u0307\u0131");
}

TEST(Tokenizer, KeepsCaseWhenAsked) {
  EXPECT_EQ(tokens_of("NOT Gr\u00DC\u00DFE", {.lowercase = false}), "NOT _ Gr\u00DC\u00DFE");
}

TEST(Tokenizer, DoesNotDependOnTheLocale) {
  const std::string text = "TITLE \u0130\u0131I caf\u00C9 3.5";
  const std::string before = tokens_of(text);
  for (const char* name : {"tr_TR.UTF-8", "de_DE.UTF-8", "C.UTF-8"}) {
    std::setlocale(LC_ALL, name);  // one that is not installed changes nothing
    EXPECT_EQ(tokens_of(text), before) << name;
  }
  std::setlocale(LC_ALL, "C");
}

TEST(Tokenizer, ComposesAccents) {
  EXPECT_EQ(tokens_of("cafe\u0301"), "caf\u00E9");
  EXPECT_EQ(tokens_of("CAFE\u0301"), "caf\u00E9");
  EXPECT_EQ(tokens_of("a\u0323\u0302"), tokens_of("a\u0302\u0323"));  // marks in any order
  EXPECT_EQ(tokens_of("\u1112\u1161\u11AB"), "\uD55C");               // Hangul from its letters
}

TEST(Tokenizer, DropsInvisibleCharactersAndSeparatesAtSpaces) {
  EXPECT_EQ(tokens_of("\uFEFFso\u00ADlo a\u200Db n\u200Co"), "solo _ ab _ no");
  EXPECT_EQ(tokens_of("a\u00A0b\u2003c\u200Bd\u3000e\u2028f"), "a _ b _ c _ d _ e _ f");
  EXPECT_EQ(tokens_of(std::string_view("a\0b\x01"
                                       "c\x7F"
                                       "d\r\n\te",
                                       11)),
            "a _ b _ c _ d _ e");
}

TEST(Tokenizer, ReadsInvalidUtf8AsReplacementCharacters) {
  EXPECT_EQ(tokens_of("ab\xFF"
                      "cd"),
            "ab _ \uFFFD _ cd");
  EXPECT_EQ(tokens_of("\xE2\x82 x"), "\uFFFD _ x");                  // one maximal subpart
  EXPECT_EQ(tokens_of("\xED\xA0\x80"), "\uFFFD _ \uFFFD _ \uFFFD");  // a surrogate
}

TEST(Tokenizer, ReadsC1ControlsAsWindows1252) {
  EXPECT_EQ(tokens_of("don\u0092t \u0093so\u0094 a\u0085 b\u0081c"),
            "don't _ \" _ so _ \" _ a _ ... _ b _ c");
}

TEST(Tokenizer, KeepsEachEmojiAsOneToken) {
  EXPECT_EQ(tokens_of("good\U0001F600\U0001F600!"), "good _ \U0001F600 _ \U0001F600 _ !");
  EXPECT_EQ(tokens_of("\u2764\uFE0F\u2764"), "\u2764 _ \u2764");
  EXPECT_EQ(tokens_of("\U0001F44D\U0001F3FD\U0001F44D"), "\U0001F44D _ \U0001F44D");
  EXPECT_EQ(tokens_of("\U0001F469\U0001F3FD\u200D\u2695\uFE0Fok"), "\U0001F469\u200D\u2695 _ ok");
  EXPECT_EQ(tokens_of("\U0001F1EB\U0001F1F7\U0001F1E9\U0001F1EA\U0001F1E9"),
            "\U0001F1EB\U0001F1F7 _ \U0001F1E9\U0001F1EA _ \U0001F1E9");
}

TEST(Tokenizer, DropsJoinersThatJoinNothing) {
  EXPECT_EQ(tokens_of("\U0001F469\u200D \U0001F469\u200Dx \u200D\U0001F469"),
            "\U0001F469 _ \U0001F469 _ x _ \U0001F469");
}

TEST(Tokenizer, KeepsEverySymbol) { EXPECT_EQ(tokens_of("\u2605\u2605\u2606"), "\u2605 _ \u2605 _ \u2606"); }

TEST(Tokenizer, CutsScriptsWithoutSpacesCharacterByCharacter) {
  EXPECT_EQ(tokens_of("\u597D\u770B\u3002iPhone\u624B"), "\u597D _ \u770B _ \u3002 _ iphone _ \u624B");
  EXPECT_EQ(tokens_of("\u3059\u3054\u30AB\u3099"), "\u3059 _ \u3054 _ \u30AC");
  EXPECT_EQ(tokens_of("\u0E14\u0E35"), "\u0E14\u0E35");  // a consonant keeps its vowel sign
}

TEST(Tokenizer, ReadsHtmlUnlessToldNotTo) {
  EXPECT_EQ(tokens_of("one<br /><br />two &amp; three"), "one _ two _ & _ three");
  EXPECT_EQ(tokens_of("a<br />", {.strip_html = false}), "a _ < _ br _ / _ >");
  EXPECT_EQ(tokens_of("a &amp; b", {.strip_html = false}), "a _ & _ amp _ ; _ b");
  EXPECT_EQ(tokens_of("caf&eacute; &lt;3 I <3 a < b"), "caf\u00E9 _ <3 _ i _ <3 _ a _ < _ b");
}

TEST(Tokenizer, LetsNobodyTypeASpecialToken) {
  for (const char* text : {"<pad>", "<unk>", "&lt;unk&gt;", "<\u200Cpad>", "\uFF1Cpad>"}) {
    for (const bool strip : {false, true}) {
      const std::string tokens = " _ " + tokens_of(text, {.strip_html = strip}) + " _ ";
      EXPECT_EQ(tokens.find("<p"), std::string::npos) << tokens;
      EXPECT_EQ(tokens.find("<u"), std::string::npos) << tokens;
    }
  }
}

TEST(Tokenizer, GivesNoTokensForNothing) {
  EXPECT_EQ(tokens_of(""), "");
  EXPECT_EQ(tokens_of(" \n\t<br />\u00A0\uFEFF&nbsp;"), "");
}

TEST(Tokenizer, ReplacesWhatTheBufferHeld) {
  TokenBuffer buffer;
  const Tokenizer tokenizer{TokenizerConfig{}};
  tokenizer.tokenize("one two three", buffer);
  tokenizer.tokenize("four", buffer);
  ASSERT_EQ(buffer.size(), 1u);
  EXPECT_EQ(buffer[0], "four");
}

TEST(Tokenizer, GivesTheSameTokensAsStrings) {
  EXPECT_EQ(Tokenizer(TokenizerConfig{}).tokenize("Not bad!"), (std::vector<std::string>{"not", "bad", "!"}));
}

}  // namespace
}  // namespace sentiment
