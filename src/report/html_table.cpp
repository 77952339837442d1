#include "report/html_table.h"

#include <fmt/format.h>

#include "report/html.h"

namespace sentiment {

std::string to_html(const HtmlTable& table, const std::string& name) {
  const auto kind = [&](std::size_t i) {
    return i < table.heads.size() && table.heads[i].column == Column::kNumber ? R"( class="number")" : "";
  };
  std::string html = fmt::format(
      R"(<div class="scroll" tabindex="0" role="region" aria-label="{}"><table><thead><tr>)", escape(name));
  for (std::size_t i = 0; i < table.heads.size(); ++i)
    html += fmt::format(R"(<th scope="col"{}>{}</th>)", kind(i), escape(table.heads[i].name));
  html += "</tr></thead>\n<tbody>\n";
  for (const std::vector<std::string>& row : table.rows) {
    html += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      html += i == 0 ? fmt::format(R"(<th scope="row"{}>{}</th>)", kind(i), escape(row[i]))
                     : fmt::format("<td{}>{}</td>", kind(i), escape(row[i]));
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

}  // namespace sentiment
