#include <fmt/format.h>

#include "report/html.h"
#include "report/html_table.h"
#include "report/sections.h"

namespace sentiment {
namespace {

std::string share(int64_t part, int64_t whole) {
  return whole == 0 ? "–" : short_percent(static_cast<double>(part) / static_cast<double>(whole));
}

std::vector<std::string> row_of(const std::string& name, const CorpusPart& part) {
  const auto examples = static_cast<int64_t>(part.examples.size());
  std::vector<std::string> row{name, std::to_string(part.rows.read), std::to_string(part.rows.used),
                               std::to_string(part.rows.skipped_total())};
  for (const int64_t count : part.label_counts) row.push_back(std::to_string(count));
  row.push_back(std::to_string(part.tokens));
  row.push_back(share(part.truncated_examples, examples));
  row.push_back(share(part.unknown_tokens, part.kept_tokens));
  return row;
}

std::string skipped_sentences(const std::string& name, const CorpusPart& part) {
  std::string html;
  for (const auto& [reason, count] : part.rows.skipped)
    html += fmt::format("<li>{}: {} skipped: {}.</li>\n", name, count, escape(reason));
  return html;
}

}  // namespace

std::string data_section(const RunRecord& record, const MeasuredRun* measured) {
  std::string html = "<h2 id=\"data\">Data</h2>\n";
  if (record.config) {
    HtmlTable sources{{{"part"}, {"source"}}, {}};
    const DataConfig& data = record.config->data;
    sources.rows.push_back({"training", data.train});
    sources.rows.push_back(
        {"validation",
         data.valid.value_or(fmt::format("{} of the training source", short_percent(data.valid_fraction)))});
    if (data.test) sources.rows.push_back({"test", *data.test});
    html += to_html(sources, "sources");
  }
  if (!measured) return html;
  const Corpus& corpus = measured->corpus;
  HtmlTable table{
      {{"part"}, {"rows read", Column::kNumber}, {"used", Column::kNumber}, {"skipped", Column::kNumber}},
      {}};
  for (const std::string& label : corpus.labels) table.heads.push_back({label, Column::kNumber});
  for (const char* name : {"tokens", "texts cut", "unknown tokens"})
    table.heads.push_back({name, Column::kNumber});
  table.rows = {row_of("training", corpus.train), row_of("validation", corpus.valid)};
  std::string skipped =
      skipped_sentences("training", corpus.train) + skipped_sentences("validation", corpus.valid);
  if (corpus.test) {
    table.rows.push_back(row_of("test", *corpus.test));
    skipped += skipped_sentences("test", *corpus.test);
  }
  html += to_html(table, "counts of the data");
  if (!skipped.empty()) html += "<ul>\n" + skipped + "</ul>\n";
  return html + fmt::format(
                    "<p class=\"note\">The vocabulary has {} entries for {} different tokens of the training "
                    "part.</p>\n",
                    corpus.vocabulary.size(), corpus.distinct_tokens);
}

}  // namespace sentiment
