// `check CONFIG`: the data doctor, before an hour is spent.
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "cli/command_line.h"

namespace sentiment {

struct CheckOptions {
  std::string config;
  std::vector<std::string> overrides;
  std::optional<std::string> json;  // "-": standard output, instead of the text
  std::optional<int64_t> threads;
};

/// Reports on the config's data; the status is kFailure if something found would spoil a run. Throws
/// ConfigError for a bad config, DataError or Error if the data cannot be read.
int check(const CheckOptions& options, std::ostream& out);

void add_check_command(CLI::App& program, CommandBody& chosen);

}  // namespace sentiment
