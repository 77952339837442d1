#include <fmt/format.h>

#include "report/html.h"
#include "report/html_table.h"
#include "report/sections.h"

namespace sentiment {
namespace {

std::string whole(const std::optional<double>& number) {
  return number ? fmt::format("{:.0f}", *number) : "–";
}

std::vector<std::string> row_of(const RunRecord& record, const char* title, const char* part) {
  const std::optional<double> tokens = number_in(record.metrics, {"texts", part, "tokens"});
  const std::optional<double> unknown = number_in(record.metrics, {"texts", part, "unknown_tokens"});
  return {title, whole(number_in(record.metrics, {"texts", part, "texts"})), whole(tokens),
          tokens && unknown && *tokens > 0.0 ? short_percent(*unknown / *tokens) : "–"};
}

std::string skipped_sentences(const RunRecord& record) {
  std::string items;
  const Json& texts = record.metrics.at("texts");
  if (!texts.contains("skipped") || !texts.at("skipped").is_object()) return "";
  for (const auto& [reason, count] : texts.at("skipped").items()) {
    if (count.is_number())
      items += fmt::format("<li>{} skipped: {}.</li>\n", count.get<int64_t>(), escape(reason));
  }
  return items.empty() ? "" : "<ul>\n" + items + "</ul>\n";
}

}  // namespace

std::string pretraining_data_section(const RunRecord& record) {
  std::string html = "<h2 id=\"data\">Data</h2>\n";
  if (record.pretraining) {
    HtmlTable sources{{{"part"}, {"source"}}, {}};
    for (const std::string& path : record.pretraining->data.train.paths)
      sources.rows.push_back({"training", path});
    sources.rows.push_back(
        {"validation", fmt::format("{} of the texts, set aside at random",
                                   short_percent(record.pretraining->data.valid_fraction))});
    html += to_html(sources, "sources");
  }
  if (!number_in(record.metrics, {"texts", "used"})) return html;
  HtmlTable table{{{"part"},
                   {"texts", Column::kNumber},
                   {"tokens", Column::kNumber},
                   {"unknown tokens", Column::kNumber}},
                  {row_of(record, "training", "train"), row_of(record, "validation", "valid")}};
  return html + to_html(table, "counts of the data") + skipped_sentences(record) +
         fmt::format(
             "<p class=\"note\">{} texts were used of {} that were read. The vocabulary has {} entries "
             "for {} different tokens of the training part.</p>\n",
             whole(number_in(record.metrics, {"texts", "used"})),
             whole(number_in(record.metrics, {"texts", "read"})),
             whole(number_in(record.metrics, {"texts", "vocabulary"})),
             whole(number_in(record.metrics, {"texts", "distinct_tokens"})));
}

}  // namespace sentiment
