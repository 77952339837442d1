#include "checkpoint/run_directory.h"

#include <algorithm>
#include <vector>

#include "checkpoint/checkpoint.h"
#include "checkpoint/checkpoint_folder.h"
#include "core/concat.h"
#include "core/error.h"
#include "core/quote.h"

namespace sentiment {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLockFile = ".lock";  // made before anything else, and never removed
constexpr const char* kInputFile = "config.input.json";
constexpr const char* kTensorboard = "tensorboard";
// TensorBoard takes for its own what has "tfevents" in its name.
constexpr const char* kTensorboardEvents = "tensorboard/events.out.tfevents.sentiment";
constexpr const char* kOwnFiles[] = {
    "config.json",      kInputFile,   "meta.json",         "metrics.jsonl",
    "metrics.json",     "train.log",  "model.safetensors", "baseline.safetensors",
    kTensorboardEvents, "report.html"};
constexpr const char* kCheckpoints = "checkpoints";

/// Makes a folder and those around it, each durable in the one that holds it.
void create_folders(const fs::path& path) {
  std::error_code ignored;
  if (path.empty() || fs::is_directory(path, ignored)) return;
  create_folders(path.parent_path());
  if (!fs::is_directory(path, ignored)) create_folder(path);  // "new/" is there once "new" is
}

void remove_file(const fs::path& path) {
  std::error_code failed;
  fs::remove(path, failed);
  if (failed) throw Error(concat(printable(path.native()), ": cannot be removed: ", failed.message()));
}

/// `path` as far as it exists without links; as it stands if that cannot be found out.
fs::path without_links(const fs::path& path) {
  std::error_code failed;
  const fs::path absolute = absolute_from({}, path);
  const fs::path found = fs::weakly_canonical(absolute, failed);
  return failed ? absolute : found;
}

/// The same, with its last part as it stands: what removing `path` removes.
fs::path entry_of(const fs::path& path) {
  const fs::path absolute = absolute_from({}, path);
  return without_links(absolute.parent_path()) / absolute.filename();
}

/// Whether `path` is `other` or lies below it.
bool is_within(const fs::path& path, const fs::path& other) {
  return std::mismatch(other.begin(), other.end(), path.begin(), path.end()).first == other.end();
}

}  // namespace

fs::path RunDirectory::tensorboard_events() const { return path_ / kTensorboardEvents; }

bool RunDirectory::keeps(const fs::path& file) {
  std::error_code ignored;
  return fs::exists(file.parent_path() / kInputFile, ignored) &&
         std::find(std::begin(kOwnFiles), std::end(kOwnFiles), file.filename()) != std::end(kOwnFiles);
}

void RunDirectory::expect_free(bool force) const {
  const std::string place = printable(path_.native());
  std::error_code ignored;
  if (fs::exists(path_, ignored) && !fs::is_directory(path_, ignored)) {
    throw ConfigError(concat(place, ": expected a folder for the run, found a file; choose another -o"));
  }
  const auto is_there = [&](const char* name) { return fs::exists(path_ / name, ignored); };
  const auto* const found = std::find_if(std::begin(kOwnFiles), std::end(kOwnFiles), is_there);
  if (found == std::end(kOwnFiles) && !is_there(kCheckpoints)) return;
  const char* const name = found == std::end(kOwnFiles) ? kCheckpoints : *found;
  if (!force) {
    throw ConfigError(concat(place, ": already holds a run (", name,
                             "); continue it with --resume, replace it with --force, or choose another -o"));
  }
  // Somebody's own config.json may be in the folder that was given as -o; a copied run may lack the lock.
  if (!is_there(kLockFile) && !is_there(kInputFile)) {
    throw ConfigError(
        concat(place, ": --force replaces a run, and ", name,
               " is not one's, since no run was started here; move it away or choose another -o"));
  }
}

void RunDirectory::expect_run() const {
  std::error_code ignored;
  if (fs::is_regular_file(config(), ignored)) return;
  throw ConfigError(concat(printable(path_.native()),
                           ": nothing to resume: no run was started here; leave out --resume to start one"));
}

void RunDirectory::claim() {
  create_folders(path_);
  lock_ = std::make_unique<FileLock>(path_ / kLockFile);
}

void RunDirectory::claim_new(bool force) {
  claim();
  expect_free(force);
}

void RunDirectory::remove_leftovers() const {
  for (const char* name : kOwnFiles) remove_file(path_ / concat(name, ".tmp"));
  remove_unfinished_checkpoints(checkpoints());
}

void RunDirectory::clear() const {
  remove_leftovers();
  remove_checkpoints(checkpoints());
  for (const char* name : kOwnFiles) remove_file(path_ / name);
  std::error_code not_empty;  // then there is somebody else's file
  fs::remove(path_ / kTensorboard, not_empty);
}

void RunDirectory::expect_to_keep(const fs::path& input, std::string_view what) const {
  std::vector<fs::path> removed;
  for (const char* name : kOwnFiles) {
    removed.push_back(entry_of(path_ / name));
    removed.push_back(entry_of(path_ / concat(name, ".tmp")));
  }
  for (const CheckpointEntry& entry : checkpoint_entries(checkpoints()))
    removed.push_back(entry_of(entry.path));
  for (const fs::path& path : {entry_of(input), without_links(input)}) {
    if (std::none_of(removed.begin(), removed.end(),
                     [&](const fs::path& gone) { return is_within(path, gone); }))
      continue;
    throw ConfigError(concat(printable(input.native()), ": ", what,
                             " lies among the files of the run that --force removes; copy it elsewhere or "
                             "choose another -o"));
  }
}

}  // namespace sentiment
