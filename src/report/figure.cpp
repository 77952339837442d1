#include "report/figure.h"

#include <fmt/format.h>

#include "report/html.h"

namespace sentiment {

std::string figure(const FigureText& text, const std::string& drawing, const HtmlTable& table) {
  return fmt::format(
      "<figure class=\"chart\">\n<figcaption>{}</figcaption>\n{}<details><summary>Numbers</summary>\n{}"
      "</details>\n</figure>\n",
      escape(text.title), drawing, to_html(table, text.title + ", numbers"));
}

std::string empty_figure(const FigureText& text, const std::string& reason) {
  return fmt::format(
      "<figure class=\"chart\">\n<figcaption>{}</figcaption>\n<p class=\"note\">{}</p>\n</figure>\n",
      escape(text.title), escape(reason));
}

}  // namespace sentiment
