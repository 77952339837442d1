// What `train` and `pretrain` are asked to do.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

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

}  // namespace sentiment
