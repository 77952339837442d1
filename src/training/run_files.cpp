#include "training/run_files.h"

#include "core/concat.h"
#include "core/error.h"
#include "core/files.h"
#include "core/quote.h"

namespace sentiment {

Json written_config(const RunDirectory& directory) {
  try {
    return parse_json(read_file(directory.config()));
  } catch (const JsonError& error) {
    throw FormatError(
        concat(printable(directory.config().native()), ":", error.position.line, ": ", error.what()));
  }
}

bool has_said_so(const RunDirectory& directory, bool with_report, const std::string& finished) {
  std::error_code ignored;
  if (!std::filesystem::exists(directory.metrics(), ignored)) return false;
  if (with_report && !std::filesystem::exists(directory.report(), ignored)) return false;
  try {
    const Json meta = parse_json(read_file(directory.meta()));
    return meta.is_object() && meta.value("exit_reason", Json()) == finished;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace sentiment
