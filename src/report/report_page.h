// A run as one page that shows whether it is any good, and why.
#pragma once

#include <filesystem>
#include <string>

#include "core/thread_pool.h"

namespace sentiment {

/// The page of a run, a document that needs nothing else. What is missing, was never measured or can no
/// longer be read has a sentence in its place. Throws Error if the folder holds no run.
std::string report_page(const std::filesystem::path& run, ThreadPool& pool);

/// Writes the page to RUN/report.html at the end of training. A run that was trained is done, whatever
/// becomes of its page: a failure is a warning in the log.
void write_report(const std::filesystem::path& run, ThreadPool& pool);

}  // namespace sentiment
