#include "training/run_files.h"

#include "core/concat.h"
#include "core/error.h"
#include "core/files.h"
#include "core/quote.h"

namespace sentiment {

void write_config_files(const RunDirectory& directory, const Json& config, const ExperimentInput* input) {
  replace_file(directory.config(), dump_json(config, 2) + "\n");
  if (input == nullptr) return;
  const Json given = {{"config", parse_json(input->text)}, {"overrides", input->overrides}};
  replace_file(directory.input(), dump_json(given, 2) + "\n");
}

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
