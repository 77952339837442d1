#include "checkpoint/checkpoint_folder.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "core/concat.h"
#include "core/error.h"
#include "core/quote.h"

namespace sentiment {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "step-";
constexpr std::size_t kDigits = 6;  // at least

std::string committed_name(int64_t step) {
  const std::string digits = concat(step);
  return concat(kPrefix, std::string(kDigits - std::min(kDigits, digits.size()), '0'), digits);
}

std::string_view suffix_of(CheckpointStage stage) {
  switch (stage) {
    case CheckpointStage::kSetAside:
      return ".old";
    case CheckpointStage::kUnfinished:
      return ".tmp";
    default:
      return "";
  }
}

/// What a path's name says; empty if it is no name that checkpoint_path gives.
std::optional<CheckpointEntry> entry_of(const fs::path& path) {
  const std::string name = path.filename().string();
  const std::string stem = name.substr(0, name.find('.'));
  int64_t step = 0;
  if (!stem.starts_with(kPrefix)) return std::nullopt;
  const auto read = std::from_chars(stem.data() + kPrefix.size(), stem.data() + stem.size(), step);
  if (read.ec != std::errc() || stem != committed_name(step)) return std::nullopt;
  for (const CheckpointStage stage :
       {CheckpointStage::kCommitted, CheckpointStage::kSetAside, CheckpointStage::kUnfinished}) {
    if (name == concat(stem, suffix_of(stage))) return CheckpointEntry{path, step, stage};
  }
  return std::nullopt;
}

}  // namespace

fs::path checkpoint_path(const fs::path& folder, int64_t step, CheckpointStage stage) {
  return folder / concat(committed_name(step), suffix_of(stage));
}

std::vector<CheckpointEntry> checkpoint_entries(const fs::path& folder) {
  std::vector<CheckpointEntry> found;
  std::error_code failed;
  fs::directory_iterator entries(folder, failed);
  if (failed == std::errc::no_such_file_or_directory) return found;
  for (; !failed && entries != fs::directory_iterator(); entries.increment(failed)) {
    std::error_code ignored;
    const fs::file_type type = entries->symlink_status(ignored).type();
    if (type != fs::file_type::directory && type != fs::file_type::symlink) continue;
    if (std::optional<CheckpointEntry> entry = entry_of(entries->path())) found.push_back(*std::move(entry));
  }
  if (failed)
    throw Error(concat(printable(folder.native()), ": the folder cannot be read: ", failed.message()));
  std::sort(found.begin(), found.end(), [](const CheckpointEntry& a, const CheckpointEntry& b) {
    return std::tie(b.step, a.stage) < std::tie(a.step, b.stage);
  });
  return found;
}

void remove_entry(const CheckpointEntry& entry) {
  std::error_code failed;
  fs::remove_all(entry.path, failed);
  if (failed) throw Error(concat(printable(entry.path.native()), ": cannot be removed: ", failed.message()));
}

}  // namespace sentiment
