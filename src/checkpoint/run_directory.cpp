#include "checkpoint/run_directory.h"

#include "core/concat.h"
#include "core/error.h"
#include "core/quote.h"

namespace sentiment {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLockFile = ".lock";
constexpr const char* kOwnNames[] = {"config.json",       "config.input.json", "meta.json",
                                     "metrics.jsonl",     "metrics.json",      "train.log",
                                     "model.safetensors", "checkpoints"};

}  // namespace

void RunDirectory::expect_free(bool force) const {
  const std::string place = printable(path_.native());
  std::error_code ignored;
  if (fs::exists(path_, ignored) && !fs::is_directory(path_, ignored)) {
    throw ConfigError(concat(place, ": expected a folder for the run, found a file; choose another -o"));
  }
  if (force) return;
  for (const char* name : kOwnNames) {
    if (!fs::exists(path_ / name, ignored)) continue;
    throw ConfigError(concat(place, ": already holds a run (", name,
                             "); continue it with --resume, replace it with --force, or choose another -o"));
  }
}

void RunDirectory::expect_run() const {
  std::error_code ignored;
  if (fs::is_regular_file(config(), ignored)) return;
  throw ConfigError(concat(printable(path_.native()),
                           ": nothing to resume: no run was started here; leave out --resume to start one"));
}

void RunDirectory::claim() {
  std::error_code failed;
  fs::create_directories(path_, failed);
  if (failed) throw Error(concat(printable(path_.native()), ": cannot be created: ", failed.message()));
  lock_ = std::make_unique<FileLock>(path_ / kLockFile);
}

void RunDirectory::clear() const {
  for (const char* name : kOwnNames) {
    std::error_code failed;
    fs::remove_all(path_ / name, failed);
    if (failed)
      throw Error(concat(printable((path_ / name).native()), ": cannot be removed: ", failed.message()));
    fs::remove_all(path_ / concat(name, ".tmp"), failed);
  }
}

}  // namespace sentiment
