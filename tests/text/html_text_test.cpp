#include "text/html_text.h"

#include <gtest/gtest.h>

#include "text/html_entities.h"

namespace sentiment {
namespace {

std::string stripped(std::string_view text) {
  std::string out = "left over";
  strip_html(text, out);
  return out;
}

TEST(Html, MakesTagsSpaces) {
  EXPECT_EQ(stripped("a<br />b<br/>c<BR>d"), "a b c d");
  EXPECT_EQ(stripped("<p class=\"x\">a</p>"), " a ");
  EXPECT_EQ(stripped("<a href='http://x.org/?a=1'>b</a>"), " b ");
}

TEST(Html, LeavesWhatIsNoTag) {
  for (const char* text : {"a < b > c", "<3 <3", "</3>", "<john@example.org>", "a <b", "<", "</", "<>", "x<y",
                           "<br\n/>", "<a <b", "<!-- x -->"}) {
    EXPECT_EQ(stripped(text), text);
  }
}

TEST(Html, LeavesTagsOfMoreThan200Bytes) {
  const std::string most = "<a " + std::string(196, 'x') + ">";
  EXPECT_EQ(stripped(most), " ");
  const std::string more = "<a " + std::string(197, 'x') + ">";
  EXPECT_EQ(stripped(more), more);
}

TEST(Html, ReadsNamedEntities) {
  EXPECT_EQ(stripped("&amp;&lt;&gt;&quot;&apos;"), "&<>\"'");
  EXPECT_EQ(stripped("&nbsp;&hellip;&mdash;&ndash;&rsquo;&lsquo;&ldquo;&rdquo;"),
            "\u00A0\u2026\u2014\u2013\u2019\u2018\u201C\u201D");
  EXPECT_EQ(stripped("caf&eacute; &Eacute;"), "caf\u00E9 \u00C9");
}

TEST(Html, ReadsNumericEntitiesAsTheStandardDoes) {
  EXPECT_EQ(stripped("&#233;&#xE9;&#XE9;&#x1F600;&#39;"), "\u00E9\u00E9\u00E9\U0001F600'");
  EXPECT_EQ(stripped("&#146;&#x96;"), "\u2019\u2013");  // Windows-1252
  EXPECT_EQ(stripped("&#0;&#xD800;&#x110000;&#9999999999;"), "\uFFFD\uFFFD\uFFFD\uFFFD");
}

TEST(Html, LeavesWhatIsNoEntity) {
  for (const char* text : {"&", "&&", "&;", "R&D;", "AT&T", "&amp", "&bogus;", "&#;", "&#x;", "&#12a;",
                           "&#-1;", "& amp;", "&Amp;"}) {
    EXPECT_EQ(stripped(text), text);
  }
}

TEST(Html, LeavesEntitiesOfMoreThan16Bytes) {
  EXPECT_EQ(stripped("&#0000000000233;"), "\u00E9");
  EXPECT_EQ(stripped("&#00000000000233;"), "&#00000000000233;");
}

TEST(Html, DoesNotReadWhatEntitiesGive) {
  EXPECT_EQ(stripped("&lt;br&gt;"), "<br>");
  EXPECT_EQ(stripped("&amp;amp;"), "&amp;");
}

TEST(Html, TellsTextsThatCannotHoldAny) {
  EXPECT_FALSE(may_hold_html("plain; text >"));
  EXPECT_TRUE(may_hold_html("a < b"));
  EXPECT_TRUE(may_hold_html("a & b"));
}

TEST(Html, KnowsTheFirstAndTheLastEntityOfTheTable) {
  EXPECT_EQ(html_entity("AElig"), 0xC6);
  EXPECT_EQ(html_entity("zwnj"), 0x200C);
  EXPECT_EQ(html_entity(""), 0);
}

}  // namespace
}  // namespace sentiment
