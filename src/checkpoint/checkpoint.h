// A resumable run: a model file, named tensors and a JSON state, committed whole. The folder of one
// checkpoint:
//
//   step-000123/
//     model.safetensors     the weights being trained, as a complete model file
//     training.safetensors  optimizer moments and averaged weights
//     state.json            how far the run has come
//     manifest.json         size and SHA-256 of the three
//
// It is written as step-000123.tmp, synced, and renamed: a reader sees all of a checkpoint or none. Only a
// folder whose manifest verifies is ever believed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "json/strict_json.h"
#include "model/model_file.h"

namespace sentiment {

struct Checkpoint {
  int64_t step = 0;
  Model model;
  Parameters tensors;
  Json state;
};

/// Commits a checkpoint to `folder` and then removes all but the `keep` newest. One of the same step is
/// replaced. Throws Error and leaves the earlier ones as they were if any write fails.
void write_checkpoint(const std::filesystem::path& folder, const Checkpoint& checkpoint, int64_t keep);

/// The newest checkpoint that verifies; broken newer ones are passed over with a warning. Empty if the folder
/// holds none at all. Throws FormatError if there are checkpoints and none of them verifies.
std::optional<Checkpoint> read_newest_checkpoint(const std::filesystem::path& folder);

}  // namespace sentiment
