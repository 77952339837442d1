#include <fmt/format.h>

#include "report/html.h"
#include "report/html_table.h"
#include "report/sections.h"

namespace sentiment {
namespace {

/// Rows "trainer.optimizer.type" | "adam" of a JSON object, in its order.
void flatten(const Json& json, const std::string& prefix, HtmlTable& table) {
  for (const auto& [key, value] : json.items()) {
    const std::string name = prefix.empty() ? key : prefix + "." + key;
    if (value.is_object() && !value.empty()) {
      flatten(value, name, table);
    } else {
      table.rows.push_back({name, value.is_string() ? value.get<std::string>() : dump_json(value)});
    }
  }
}

std::string settings_table(const Json& json, const char* head, const char* name) {
  if (!json.is_object()) return fmt::format("<p class=\"note\">There is no {} to show.</p>\n", name);
  HtmlTable table{{{head}, {"value"}}, {}};
  flatten(json, "", table);
  return to_html(table, name);
}

}  // namespace

std::string provenance_section(const RunRecord& record) {
  std::string html = "<h2 id=\"provenance\">Config and provenance</h2>\n";
  for (const std::string& note : record.notes)
    html += fmt::format("<p class=\"note\">{}</p>\n", escape(note));
  html += "<h3>Provenance</h3>\n" + settings_table(record.meta, "", "provenance");
  html += "<h3>Config</h3>\n<details><summary>Every setting of the run, defaults filled in</summary>\n" +
          settings_table(record.settings, "setting", "config") + "</details>\n";
  return html;
}

}  // namespace sentiment
