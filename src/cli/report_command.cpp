#include "cli/report_command.h"

#include <iostream>
#include <memory>

#include "checkpoint/run_directory.h"
#include "cli/program.h"
#include "cli/standard_streams.h"
#include "core/files.h"
#include "core/heap.h"
#include "core/log.h"
#include "core/quote.h"
#include "report/report_page.h"

namespace sentiment {

int report(const ReportOptions& options, std::ostream& out) {
  start_large_heap();
  ThreadPool pool(threads_to_use(options.threads));
  log_info("reading the run and its data");
  const std::filesystem::path file = RunDirectory(options.run).report();
  replace_file(file, report_page(options.run, pool));
  write_results(out, printable(file.native()) + "\n");
  return kSuccess;
}

void add_report_command(CLI::App& program, CommandBody& chosen) {
  const auto options = std::make_shared<ReportOptions>();
  CLI::App& command = add_command(program, "report", "write a run as one page for a browser", chosen,
                                  [options] { return report(*options, std::cout); });
  add_path_argument(command, "RUN_DIR", options->run, "run directory")->required();
  add_threads_option(command, options->threads);
  command.footer(
      "Writes RUN_DIR/report.html: one file without scripts or requests, to read, print or send.\n\n"
      "Examples:\n  sentiment report runs/first");
}

}  // namespace sentiment
