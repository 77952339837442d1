// What the program has to say besides results: lines on standard error and, once opened, in a log file.
#pragma once

#include <filesystem>
#include <string_view>

namespace sentiment {

enum class LogLevel { kQuiet, kNormal, kVerbose };  // quiet: warnings and errors only

/// Lines below `level` are left out on standard error (a log file gets all but debug lines).
void set_log_level(LogLevel level);

/// Appends all later lines, with time and level, to `path` as well. Throws Error if it cannot be opened. If a
/// line cannot be written later, standard error says so once and the program goes on.
void open_log_file(const std::filesystem::path& path);
void close_log_file();

void log_debug(std::string_view line);
void log_info(std::string_view line);
void log_warning(std::string_view line);
/// The one line an error is reported by: "error: ...".
void log_error(std::string_view line);
/// The same for memory that has run out: standard error gets its line without allocating any.
void log_out_of_memory();

/// True if standard error is a terminal that can redraw a line (and neither NO_COLOR nor TERM=dumb is set).
bool stderr_is_terminal();

/// Redraws the last line of the terminal; does nothing elsewhere. The next log line takes its place.
void show_progress(std::string_view line);
void clear_progress();

}  // namespace sentiment
