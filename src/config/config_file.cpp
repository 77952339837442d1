#include "config/config_file.h"

#include <fmt/format.h>

#include "core/error.h"
#include "core/files.h"

namespace sentiment {
namespace {

constexpr uint64_t kMaxConfigBytes = 1 << 20;

}  // namespace

std::string read_config_text(const std::filesystem::path& path) {
  try {
    return read_file(path, kMaxConfigBytes);
  } catch (const Error& error) {
    throw ConfigError(
        fmt::format("{}; give the path of a JSON config (`sentiment init` prints one)", error.what()));
  }
}

SettingsSource config_source(std::string_view text, const std::string& name,
                             const std::filesystem::path& folder, const std::vector<std::string>& overrides) {
  SettingsSource source(text, name, folder);
  for (const std::string& assignment : overrides)
    source.override_with(assignment, std::filesystem::current_path());
  return source;
}

void place_problems(const SettingsSource& source, const std::string& section,
                    const std::vector<SettingProblem>& found, std::vector<std::string>& problems) {
  for (const SettingProblem& problem : found) {
    problems.push_back(fmt::format("{}: {}", source.place(section + "." + problem.setting), problem.text));
  }
}

}  // namespace sentiment
