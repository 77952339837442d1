#include "doctor/html_remnants.h"

#include <gtest/gtest.h>

namespace sentiment {
namespace {

TEST(HtmlRemnants, AreNoneWhereTheTokenizerReadsTheMarkUp) {
  for (const char* text : {"", "plain", "good<br /><br />film", "<b>AT&amp;T</b> &eacute;", "a < b & c <3",
                           "R&B", "<john@example.org>", "x <y and z> w", "if a <b then"})
    EXPECT_EQ(html_remnant(text, true), "") << text;
}

TEST(HtmlRemnants, AreWhatIsLeftAfterReading) {
  EXPECT_EQ(html_remnant("good &lt;br /&gt; film", true), "<br /> film");
  EXPECT_EQ(html_remnant("AT&amp;amp;T", true), "&amp;T");
  EXPECT_EQ(html_remnant("the end <br", true), "<br");
  EXPECT_EQ(html_remnant("one &nbsp two", true), "&nbsp two");
  EXPECT_EQ(html_remnant("it&#39s", true), "&#39s");
  EXPECT_EQ(html_remnant("<!-- hidden --> text", true), "<!-- hidden --> text");
}

TEST(HtmlRemnants, AreScriptsThoughTheirTagsAreRead) {
  EXPECT_EQ(html_remnant("fine <SCRIPT>alert(1)</SCRIPT>", true), "<SCRIPT>alert(1)</SCRIPT>");
  EXPECT_EQ(html_remnant("<style type='text/css'>p {}</style>", true), "<style type='text/css'>p {}</style>");
}

TEST(HtmlRemnants, AreAllMarkUpIfNoneIsRead) {
  EXPECT_EQ(html_remnant("good<br />film", false), "<br />film");
  EXPECT_EQ(html_remnant("AT&amp;T", false), "&amp;T");
}

TEST(HtmlRemnants, AreToldFromMarkUp) {
  EXPECT_TRUE(has_markup("good<br />film"));
  EXPECT_TRUE(has_markup("AT&amp;T"));
  EXPECT_FALSE(has_markup("a < b & c"));
}

}  // namespace
}  // namespace sentiment
