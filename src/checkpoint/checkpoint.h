// A resumable run: a model file, named tensors and a JSON state, committed whole. The folder of one
// checkpoint:
//
//   step-000123/
//     model.safetensors     the weights being trained, as a complete model file
//     training.safetensors  optimizer moments and averaged weights
//     state.json            how far the run has come
//     manifest.json         the step, and size and SHA-256 of the three
//
// It is written as step-000123.tmp, synced, and renamed: a reader sees all of a checkpoint or none. One of
// the same step is called step-000123.old from then until the new one is in its place, and is read if there
// is no other. Only a folder whose manifest verifies is ever believed, and nothing in it is reached through a
// link.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "json/strict_json.h"
#include "model/model_file.h"
#include "model/pretrained_file.h"

namespace sentiment {

/// Of a classifier's run or of a pretrained model's.
template <class TrainedModel>
struct CheckpointOf {
  int64_t step = 0;
  TrainedModel model;
  Parameters tensors;
  Json state;
};
using Checkpoint = CheckpointOf<Model>;
using PretrainingCheckpoint = CheckpointOf<PretrainedModel>;

/// Commits a checkpoint to `folder`, which is made if the one around it exists, and then removes all but the
/// `keep` newest of those up to its step; later ones are such as could not be read when the run was resumed.
/// One of the same step is replaced. Throws Error if any write fails, and the earlier ones are as they were.
void write_checkpoint(const std::filesystem::path& folder, const Checkpoint& checkpoint, int64_t keep);
void write_checkpoint(const std::filesystem::path& folder, const PretrainingCheckpoint& checkpoint,
                      int64_t keep);

/// The newest checkpoint that verifies; broken newer ones are passed over with a warning. Empty if the folder
/// holds none at all. Throws FormatError if there are checkpoints and none of them verifies.
std::optional<Checkpoint> read_newest_checkpoint(const std::filesystem::path& folder);
std::optional<PretrainingCheckpoint> read_newest_pretraining_checkpoint(const std::filesystem::path& folder);

/// Removes what a killed process had begun to write.
void remove_unfinished_checkpoints(const std::filesystem::path& folder);

/// Removes every checkpoint, sound or not, and the folder if nothing else is in it. Throws Error.
void remove_checkpoints(const std::filesystem::path& folder);

}  // namespace sentiment
