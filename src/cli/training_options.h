// The options of `train` and `pretrain`, declared once for both programs: the one that trains, and the one
// that describes it in its help, its manual page and what shells complete.
#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/command_line.h"

namespace sentiment {

/// What both read.
struct PretrainCommandOptions {
  std::string config;
  std::optional<std::string> run_directory;
  bool resume = false;
  bool force = false;
  bool dry_run = false;
  bool print_config = false;
  std::vector<std::string> overrides;
  std::optional<int64_t> threads;
  std::optional<std::string> device;
  std::optional<int64_t> seed;
};

struct TrainCommandOptions : PretrainCommandOptions {
  std::optional<int64_t> runs;
};

/// Adds the command; `train` is what it does.
void declare_train_command(CLI::App& program, CommandBody& chosen,
                           const std::function<int(const TrainCommandOptions&)>& train);

/// Adds the command; `pretrain` is what it does.
void declare_pretrain_command(CLI::App& program, CommandBody& chosen,
                              const std::function<int(const PretrainCommandOptions&)>& pretrain);

/// Throws ConfigError, which names the command, unless the options say what is to be made, and where.
void expect_run_options(const char* command, const PretrainCommandOptions& options);

/// The config file that is meant: CONFIG, or with --resume alone that of the run in `folder`. Throws
/// ConfigError if there is neither.
std::filesystem::path config_file_of(const char* command, const PretrainCommandOptions& options,
                                     const std::filesystem::path& folder);

}  // namespace sentiment
