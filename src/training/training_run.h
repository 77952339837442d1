// A run from config to model file: reads the data, owns the run directory, trains, resumes, and leaves
// everything that `predict`, `evaluate` and a later --resume need.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "training/training_end.h"

namespace sentiment {

struct TrainOptions {
  std::filesystem::path config;
  std::vector<std::string> overrides;   // "a.b=VALUE"
  std::filesystem::path run_directory;  // may be empty for dry_run
  bool resume = false;
  bool force = false;
  bool dry_run = false;
  int threads = 1;
};

/// Throws ConfigError, DataError, FormatError or Error; then no file has been created or changed, unless
/// training had begun.
TrainingEnd run_training(const TrainOptions& options);

}  // namespace sentiment
