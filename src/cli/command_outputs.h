// Which files a command may write: asked before its work.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace sentiment {

/// A file that the user names with an option; "-" is standard output.
struct CommandOutput {
  const char* option;
  std::optional<std::string> path;
};

/// Throws ConfigError, which names the option, unless each output can be written (output_file.h) and is
/// neither one of `inputs` (the models, run folders and data that the command reads), nor a file that a run
/// keeps, nor another output.
void expect_outputs(const std::vector<CommandOutput>& outputs, const std::vector<std::string>& inputs);

}  // namespace sentiment
