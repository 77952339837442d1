#include "core/log.h"

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>
#include <utility>

#include "core/error.h"
#include "core/quote.h"

namespace sentiment {
namespace {

LogLevel level = LogLevel::kNormal;
bool progress_shown = false;
bool log_file_failed = false;
std::unique_ptr<spdlog::logger> file_log;

void to_stderr(std::string_view prefix, std::string_view line) {
  clear_progress();
  std::fprintf(stderr, "%.*s%.*s\n", static_cast<int>(prefix.size()), prefix.data(),
               static_cast<int>(line.size()), line.data());
}

void to_file(spdlog::level::level_enum severity, std::string_view line) {
  if (file_log) file_log->log(severity, line);
}

/// Instead of the library's own notice, which repeats itself and prints a path with whatever bytes it has.
void report_lost_lines(const std::string& problem) {
  if (std::exchange(log_file_failed, true)) return;
  to_stderr("warning: ", printable(problem + "; the log file lacks lines from here on"));
}

}  // namespace

void set_log_level(LogLevel wanted) { level = wanted; }

void open_log_file(const std::filesystem::path& path) {
  try {
    file_log = std::make_unique<spdlog::logger>(
        "file", std::make_shared<spdlog::sinks::basic_file_sink_mt>(path.string(), /*truncate=*/false));
    file_log->set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
    file_log->flush_on(spdlog::level::info);  // a killed run keeps its last line
    file_log->set_error_handler(report_lost_lines);
    log_file_failed = false;
  } catch (const spdlog::spdlog_ex& error) {
    throw Error(fmt::format("{}: the log cannot be opened: {}", printable(path.native()), error.what()));
  }
}

void close_log_file() { file_log.reset(); }

void log_debug(std::string_view line) {
  if (level == LogLevel::kVerbose) to_stderr("", printable(line));
}

void log_info(std::string_view line) {
  const std::string safe = printable(line);
  if (level != LogLevel::kQuiet) to_stderr("", safe);
  to_file(spdlog::level::info, safe);
}

void log_warning(std::string_view line) {
  const std::string safe = printable(line);
  to_stderr("warning: ", safe);
  to_file(spdlog::level::warn, safe);
}

void log_error(std::string_view line) {
  const std::string safe = printable(line);
  to_stderr("error: ", safe);
  to_file(spdlog::level::err, safe);
}

void log_out_of_memory() {
  constexpr std::string_view kLine =
      "out of memory: the data or the model needs more than this process may have";
  to_stderr("error: ", kLine);  // unbuffered, so that nothing is allocated
  try {
    to_file(spdlog::level::err, kLine);
  } catch (const std::bad_alloc&) {  // standard error has the line
  }
}

bool stderr_is_terminal() {
  static const bool answer = [] {
    const char* terminal = std::getenv("TERM");
    return isatty(STDERR_FILENO) == 1 && terminal != nullptr && std::string_view(terminal) != "dumb" &&
           std::getenv("NO_COLOR") == nullptr;
  }();
  return answer;
}

void show_progress(std::string_view line) {
  if (!stderr_is_terminal() || level == LogLevel::kQuiet) return;
  std::fprintf(stderr, "\r\x1b[2K%.*s", static_cast<int>(line.size()), line.data());
  std::fflush(stderr);
  progress_shown = true;
}

void clear_progress() {
  if (!progress_shown) return;
  std::fputs("\r\x1b[2K", stderr);
  progress_shown = false;
}

}  // namespace sentiment
