// What config files of all kinds have in common.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "json/settings.h"
#include "json/settings_reader.h"

namespace sentiment {

/// The text of a config file. Throws ConfigError if it cannot be read.
std::string read_config_text(const std::filesystem::path& path);

/// The settings of a text with the overrides, whose relative paths start from the current directory.
SettingsSource config_source(std::string_view text, const std::string& name,
                             const std::filesystem::path& folder, const std::vector<std::string>& overrides);

/// Adds a section's problems with the place of the setting each one names.
void place_problems(const SettingsSource& source, const std::string& section,
                    const std::vector<SettingProblem>& found, std::vector<std::string>& problems);

}  // namespace sentiment
