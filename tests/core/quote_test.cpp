#include "core/quote.h"

#include <gtest/gtest.h>

namespace sentiment {
namespace {

TEST(Quote, PutsTextBetweenQuotes) {
  EXPECT_EQ(quote("good"), "\"good\"");
  EXPECT_EQ(quote(""), "\"\"");
  EXPECT_EQ(quote("say \"hi\" \\"), "\"say \\\"hi\\\" \\\\\"");
}

TEST(Quote, EscapesWhatWouldBreakALine) {
  EXPECT_EQ(quote("a\nb\r\tc"), "\"a\\nb\\r\\tc\"");
  EXPECT_EQ(quote(std::string_view("\x1b[31m\0\x7f", 7)), "\"\\x1b[31m\\x00\\x7f\"");
  EXPECT_EQ(quote("\u0085\u2028"), "\"\\u{85}\\u{2028}\"");
}

TEST(Quote, EscapesWhatWouldReorderOrHideText) {
  EXPECT_EQ(quote("\u202Eabc\u2066\u061C"), "\"\\u{202e}abc\\u{2066}\\u{61c}\"");
  EXPECT_EQ(quote("a\u200Bb\uFEFF"), "\"a\\u{200b}b\\u{feff}\"");
  EXPECT_EQ(quote("a\U000E0041"), "\"a\\u{e0041}\"");
}

TEST(Quote, EscapesInvalidBytes) { EXPECT_EQ(quote("a\xFF\xC3"), "\"a\\xff\\xc3\""); }

TEST(Quote, KeepsOtherUnicode) { EXPECT_EQ(quote("caf\u00E9 \U0001F600"), "\"caf\u00E9 \U0001F600\""); }

TEST(Quote, CutsLongTexts) {
  EXPECT_EQ(quote("abcdef", 3), "\"abc...\"");
  EXPECT_EQ(quote("abc", 3), "\"abc\"");
  EXPECT_EQ(quote("\u00E9\u00E9\u00E9", 3), "\"\u00E9\u00E9...\"");  // never within a character
}

TEST(QuoteList, HoldsTheFirstTexts) {
  EXPECT_EQ(quote_list({}), "");
  EXPECT_EQ(quote_list({"a", "\n"}), "\"a\", \"\\n\"");
  EXPECT_EQ(quote_list({"a", "b"}, 2), "\"a\", \"b\"");
  EXPECT_EQ(quote_list({"a", "b", "c"}, 2), "\"a\", \"b\", ...");
}

TEST(Printable, EscapesWithoutQuotesOrCut) {
  EXPECT_EQ(printable("a\n\"b\""), "a\\n\"b\"");
  EXPECT_EQ(printable(std::string(1000, 'x')).size(), 1000u);
}

}  // namespace
}  // namespace sentiment
