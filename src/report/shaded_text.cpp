#include "report/shaded_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/html.h"

namespace sentiment {
namespace {

constexpr double kPlain = 0.05;
constexpr double kDeepest = 50.0;  // percent of colour: letters on it keep a contrast of 4.5 : 1

}  // namespace

std::string shaded_text(const std::vector<std::string>& tokens, const std::vector<double>& contributions) {
  double largest = 0.0;
  for (const double one : contributions) {
    if (std::isfinite(one)) largest = std::max(largest, std::abs(one));
  }
  std::string html = "<p class=\"tokens\">";
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const double share = largest > 0.0 && std::isfinite(contributions[i]) ? contributions[i] / largest : 0.0;
    if (std::abs(share) < kPlain) {
      html += fmt::format("<span>{}</span> ", escape(tokens[i]));
    } else {
      html += fmt::format("<span class=\"shade {}\" style=\"--s: {:.0f}%\" title=\"{:+.3f}\">{}</span> ",
                          share > 0.0 ? "for" : "against", kDeepest * std::abs(share), contributions[i],
                          escape(tokens[i]));
    }
  }
  return html + "</p>\n";
}

std::string shades_legend(const std::string& answer) {
  return fmt::format(
      "<p class=\"tokens note\"><span class=\"shade for\" style=\"--s: 35%\">speaks for {0}</span> <span "
      "class=\"shade "
      "against\" style=\"--s: 35%\">speaks against {0}</span></p>\n",
      escape(answer));
}

}  // namespace sentiment
