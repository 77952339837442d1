// `report RUN_DIR`: a run as one page.
#pragma once

#include <ostream>
#include <string>

#include "cli/command_line.h"

namespace sentiment {

struct ReportOptions {
  std::string run;
  std::optional<int64_t> threads;
};

/// Writes RUN_DIR/report.html and prints its path. Throws Error if there is no run, or the page cannot be
/// written.
int report(const ReportOptions& options, std::ostream& out);

void add_report_command(CLI::App& program, CommandBody& chosen);

}  // namespace sentiment
