#include "report/report_page.h"

#include <fmt/format.h>

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

std::string navigation(bool measured) {
  const std::pair<const char*, const char*> links[] = {{"training", "Training"},
                                                       {"gradient", "Gradient"},
                                                       {"validation", "Where it fails"},
                                                       {"suspicious", "Hard to believe"},
                                                       {"explained", "How it reads"},
                                                       {"data", "Data"},
                                                       {"provenance", "Config and provenance"}};
  std::string html = "<nav aria-label=\"Sections\"><ul>\n";
  for (const auto& [id, name] : links) {
    const std::string_view to = id;
    if (!measured && (to == "suspicious" || to == "explained")) continue;
    html += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", id, name);
  }
  return html + "</ul></nav>\n";
}

std::string not_measured_section(const NotMeasured& missing) {
  return fmt::format(
      "<h2 id=\"validation\">Where it fails</h2>\n<p class=\"note\">{} Confusions, reliability, lengths, "
      "suspicious and "
      "explained texts need the data of the run as it was, where its config says.</p>\n",
      escape(missing.reason));
}

}  // namespace

std::string report_page(const std::filesystem::path& run, ThreadPool& pool) {
  const RunRecord record = read_run_record(run);
  const std::variant<MeasuredRun, NotMeasured> outcome = measure_run(record, pool);
  const MeasuredRun* const measured = std::get_if<MeasuredRun>(&outcome);
  std::string body = overview_section(record, measured) + navigation(measured != nullptr);
  body += curves_section(record) + gradient_section(record);
  if (measured) {
    body +=
        validation_section(*measured) + suspicious_section(*measured) + explained_section(*measured, pool);
  } else {
    body += not_measured_section(std::get<NotMeasured>(outcome));
  }
  return page(title_of(run), body + data_section(record, measured) + provenance_section(record));
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
