#include "report/html.h"

#include <gmock/gmock.h>

#include <cmath>

#include "report/html_table.h"

namespace sentiment {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Escape, LeavesNothingThatActsAsMarkup) {
  EXPECT_EQ(escape("<script>alert('x') & \"y\"</script>"),
            "&lt;script&gt;alert(&#39;x&#39;) &amp; &quot;y&quot;&lt;/script&gt;");
}

TEST(Escape, ShowsControlBidirectionalAndInvalidBytes) {
  EXPECT_EQ(escape("a\x1b[31m\u202e\xff"), "a\\x1b[31m\\u{202e}\\xff");
}

TEST(Excerpt, CutsBetweenLetters) {
  EXPECT_EQ(excerpt("short"), "short");
  EXPECT_EQ(excerpt("aäb", 2), "a…");
  EXPECT_EQ(excerpt("aäb", 3), "aä…");
}

TEST(Page, ForbidsScriptsAndRequests) {
  const std::string html = page("A <b>run</b>", "<p>body</p>\n");
  EXPECT_THAT(html, HasSubstr("default-src 'none'"));
  EXPECT_THAT(html, HasSubstr("<title>A &lt;b&gt;run&lt;/b&gt;</title>"));
  EXPECT_THAT(html, HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(html, Not(HasSubstr("url(")));
  EXPECT_THAT(html, Not(HasSubstr("http:")));
}

/// Relative luminance and contrast of two colours "#rrggbb" (WCAG 2.1).
double luminance(const std::string& colour) {
  double sum = 0.0;
  const double weights[] = {0.2126, 0.7152, 0.0722};
  for (int i = 0; i < 3; ++i) {
    const double c = std::stoi(colour.substr(1 + 2 * static_cast<std::size_t>(i), 2), nullptr, 16) / 255.0;
    sum += weights[i] * (c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4));
  }
  return sum;
}

std::string colour(const std::string& sheet, const std::string& name) {
  return sheet.substr(sheet.find("--" + name + ": ") + name.size() + 4, 7);
}

TEST(StyleSheet, HasReadableColoursInLightAndDark) {
  const std::string sheet(style_sheet());
  for (const std::string& scheme : {sheet, sheet.substr(sheet.find("@media (prefers-color-scheme: dark)")),
                                    sheet.substr(sheet.find("@media print"))}) {
    for (const char* ground : {"paper", "raised"}) {
      const double paper = luminance(colour(scheme, ground));
      for (const char* name : {"ink", "muted", "accent", "series-1", "series-2", "series-3", "series-4",
                               "series-5", "series-6", "positive", "negative"}) {
        const double text = luminance(colour(scheme, name));
        const double contrast = (std::max(paper, text) + 0.05) / (std::min(paper, text) + 0.05);
        EXPECT_GE(contrast, 4.5) << name << " on " << ground;
      }
    }
  }
}

TEST(HtmlTable, EscapesHeadsAndCellsAndNamesItsRows) {
  const std::string html = to_html({{{"<i>"}, {"n", Column::kNumber}}, {{"<b>", "7"}}}, "a \"name\"");
  EXPECT_THAT(html, HasSubstr("<th scope=\"col\">&lt;i&gt;</th><th scope=\"col\" class=\"number\">n</th>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">&lt;b&gt;</th><td class=\"number\">7</td>"));
  EXPECT_THAT(html, HasSubstr("aria-label=\"a &quot;name&quot;\""));
}

}  // namespace
}  // namespace sentiment
