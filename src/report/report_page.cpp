#include "report/report_page.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "checkpoint/run_directory.h"
#include "core/error.h"
#include "core/files.h"
#include "core/log.h"
#include "core/quote.h"
#include "report/html.h"
#include "report/sections.h"

namespace sentiment {
namespace {

std::string title_of(const std::filesystem::path& run) {
  std::filesystem::path name = std::filesystem::absolute(run).lexically_normal();
  if (!name.has_filename()) name = name.parent_path();  // "runs/first/"
  return fmt::format("Run {}", name.filename().native());
}

using Links = std::vector<std::pair<const char*, const char*>>;

/// The sections' ids with their names.
std::string navigation(const Links& links) {
  std::string html = "<nav aria-label=\"Sections\"><ul>\n";
  for (const auto& [id, name] : links) html += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", id, name);
  return html + "</ul></nav>\n";
}

std::string not_measured_section(const NotMeasured& missing) {
  return fmt::format(
      "<h2 id=\"validation\">Where it fails</h2>\n<p class=\"note\">{} Confusions, reliability, lengths, "
      "suspicious and "
      "explained texts need the data of the run as it was, where its config says.</p>\n",
      escape(missing.reason));
}

/// Of a classifier's run, which is measured again.
std::string classifier_body(const RunRecord& record, ThreadPool& pool) {
  const std::variant<MeasuredRun, NotMeasured> outcome = measure_run(record, pool);
  const MeasuredRun* const measured = std::get_if<MeasuredRun>(&outcome);
  Links links{{"training", "Training"}, {"gradient", "Gradient"}, {"validation", "Where it fails"}};
  if (measured) links.insert(links.end(), {{"suspicious", "Hard to believe"}, {"explained", "How it reads"}});
  links.insert(links.end(), {{"data", "Data"}, {"provenance", "Config and provenance"}});
  std::string body = overview_section(record, measured) + navigation(links);
  body += curves_section(record) + gradient_section(record);
  if (measured) {
    body +=
        validation_section(*measured) + suspicious_section(*measured) + explained_section(*measured, pool);
  } else {
    body += not_measured_section(std::get<NotMeasured>(outcome));
  }
  return body + data_section(record, measured) + provenance_section(record);
}

/// Of a pretraining run; vectors are learnt without a gradient that anybody keeps.
std::string pretraining_body(const RunRecord& record) {
  const bool has_gradient = text_in(record.settings, {"objective"}) != "vectors";
  Links links{{"training", "Training"},
              {"gradient", "Gradient"},
              {"data", "Data"},
              {"provenance", "Config and provenance"}};
  if (!has_gradient) links.erase(links.begin() + 1);
  return pretraining_overview_section(record) + navigation(links) + pretraining_curves_section(record) +
         (has_gradient ? gradient_section(record) : "") + pretraining_data_section(record) +
         provenance_section(record);
}

}  // namespace

std::string report_page(const std::filesystem::path& run, ThreadPool& pool) {
  const RunRecord record = read_run_record(run);
  return page(title_of(run),
              record.is_pretraining() ? pretraining_body(record) : classifier_body(record, pool));
}

void write_report(const std::filesystem::path& run, ThreadPool& pool) {
  const std::filesystem::path file = RunDirectory(run).report();
  try {
    replace_file(file, report_page(run, pool));
  } catch (const std::exception& error) {
    log_warning(fmt::format("{}: no report was written: {}; sentiment report tries again",
                            printable(file.native()), error.what()));
  }
}

}  // namespace sentiment
