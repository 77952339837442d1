// The folder that holds the checkpoints of a run: what is in it by name, whatever its state.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace sentiment {

/// What the name of an entry says about it.
enum class CheckpointStage {
  kCommitted,   // step-000123
  kSetAside,    // step-000123.old: was committed, until another of the same step came
  kUnfinished,  // step-000123.tmp
};

struct CheckpointEntry {
  std::filesystem::path path;
  int64_t step = 0;
  CheckpointStage stage = CheckpointStage::kCommitted;
};

/// Where a checkpoint of `step` is in a stage.
std::filesystem::path checkpoint_path(const std::filesystem::path& folder, int64_t step,
                                      CheckpointStage stage);

/// Folders, and links, whose name is that of a checkpoint; newest step first, of one step in the order of the
/// stages. Empty if the folder does not exist. Throws Error if it cannot be read.
std::vector<CheckpointEntry> checkpoint_entries(const std::filesystem::path& folder);

/// Removes an entry with all that is in it; of a link only the link. Throws Error.
void remove_entry(const CheckpointEntry& entry);

}  // namespace sentiment
