#include "cli/command_outputs.h"

#include <fmt/format.h>

#include <filesystem>

#include "checkpoint/run_directory.h"
#include "cli/output_file.h"
#include "core/error.h"
#include "core/quote.h"

namespace sentiment {
namespace {

namespace fs = std::filesystem;

/// Also where neither is there yet, and through links. Devices and pipes are not replaced, so one may stand
/// for two.
bool is_same_file(const fs::path& a, const fs::path& b) {
  std::error_code failed;
  if (fs::exists(a, failed) && !fs::is_regular_file(a, failed)) return false;
  if (fs::equivalent(a, b, failed)) return true;
  const fs::path place = fs::weakly_canonical(fs::absolute(a, failed), failed);
  return !place.empty() && place == fs::weakly_canonical(fs::absolute(b, failed), failed);
}

/// The files that reading `input` opens, as far as its name tells.
std::vector<fs::path> files_of(const std::string& input) {
  std::error_code ignored;
  if (!fs::is_directory(input, ignored)) {
    const std::size_t archive_end = input.find("!/");
    return {input, input.substr(0, archive_end)};
  }
  return {RunDirectory(input).model(), RunDirectory(input).baseline()};
}

void expect_no_input(const CommandOutput& output, const std::vector<std::string>& inputs) {
  for (const std::string& input : inputs) {
    for (const fs::path& file : files_of(input)) {
      if (!is_same_file(*output.path, file)) continue;
      throw ConfigError(fmt::format("{}: expected another file than {}, which is read, found {}",
                                    output.option, quote(input), quote(*output.path)));
    }
  }
  if (RunDirectory::keeps(*output.path)) {
    throw ConfigError(fmt::format("{}: expected a file that no run keeps, found {}; choose another name",
                                  output.option, quote(*output.path)));
  }
}

}  // namespace

void expect_outputs(const std::vector<CommandOutput>& outputs, const std::vector<std::string>& inputs) {
  std::vector<CommandOutput> before;
  for (const CommandOutput& output : outputs) {
    if (!output.path || output.path == "-") continue;
    expect_writable(output.option, output.path);
    expect_no_input(output, inputs);
    for (const CommandOutput& other : before) {
      if (!is_same_file(*output.path, *other.path)) continue;
      throw ConfigError(fmt::format("{}: expected another file than {}'s, found {}", output.option,
                                    other.option, quote(*output.path)));
    }
    before.push_back(output);
  }
}

}  // namespace sentiment
