// The folder of a run: which files are ours, and who may write them.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/files.h"

namespace sentiment {

class RunDirectory {
 public:
  explicit RunDirectory(std::filesystem::path path) : path_(std::move(path)) {}

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path config() const { return path_ / "config.json"; }
  std::filesystem::path input() const { return path_ / "config.input.json"; }
  std::filesystem::path meta() const { return path_ / "meta.json"; }
  std::filesystem::path metric_events() const { return path_ / "metrics.jsonl"; }
  std::filesystem::path metrics() const { return path_ / "metrics.json"; }
  std::filesystem::path log() const { return path_ / "train.log"; }
  std::filesystem::path model() const { return path_ / "model.safetensors"; }
  std::filesystem::path baseline() const { return path_ / "baseline.safetensors"; }
  std::filesystem::path report() const { return path_ / "report.html"; }
  std::filesystem::path checkpoints() const { return path_ / "checkpoints"; }
  std::filesystem::path tensorboard_events() const;

  /// Whether `file` is one that the run in its folder wrote.
  static bool keeps(const std::filesystem::path& file);

  /// Throws ConfigError if a new run may not start here: the path is a file, or holds a run and `force` is
  /// not given, or holds files of such names that no run wrote.
  void expect_free(bool force) const;

  /// Throws ConfigError if there is no run to resume.
  void expect_run() const;

  /// Makes the folder if need be, durably, and locks it for the life of this object. Throws Error if another
  /// process has it.
  void claim();
  /// The same for a new run; then expect_free once more: another start may have been quicker, and its run be
  /// over by now.
  void claim_new(bool force);

  /// Removes what a killed run had begun to write; call it only after claim(). Throws Error.
  void remove_leftovers() const;

  /// Removes what a run writes and nothing else. Throws Error.
  void clear() const;

  /// Throws ConfigError if clear() would remove `input`, be it reached through a link; `what` is the setting
  /// that names it.
  void expect_to_keep(const std::filesystem::path& input, std::string_view what) const;

 private:
  std::filesystem::path path_;
  std::unique_ptr<FileLock> lock_;
};

}  // namespace sentiment
