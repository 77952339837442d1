#include "checkpoint/checkpoint.h"

#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checkpoint/checkpoint_folder.h"
#include "core/concat.h"
#include "core/error.h"
#include "core/files.h"
#include "core/hash.h"
#include "core/log.h"
#include "core/quote.h"
#include "model/safetensors.h"

namespace sentiment {
namespace {

namespace fs = std::filesystem;

constexpr const char* kModelFile = "model.safetensors";
constexpr const char* kTensorFile = "training.safetensors";
constexpr const char* kStateFile = "state.json";
constexpr const char* kManifestFile = "manifest.json";
constexpr int64_t kFormatVersion = 1;
constexpr uint64_t kMaxManifestBytes = 1 << 16;

std::string tensor_bytes(const Parameters& tensors) {
  std::vector<TensorView> views;
  for (const NamedTensor& tensor : tensors) {
    const auto* bytes = reinterpret_cast<const char*>(tensor.values.data());
    views.push_back({tensor.name, DType::kF32, tensor.shape, {bytes, tensor.values.size() * sizeof(float)}});
  }
  return to_safetensors({}, std::move(views));
}

Parameters tensors_from(std::string_view bytes, const std::string& name) {
  Parameters tensors;
  for (const TensorView& view : parse_safetensors(bytes, name).tensors) {
    if (view.dtype != DType::kF32)
      throw FormatError(concat(name, ": expected floats in ", printable(view.name)));
    NamedTensor tensor{view.name, view.shape, std::vector<float>(view.bytes.size() / sizeof(float))};
    if (!view.bytes.empty()) std::memcpy(tensor.values.data(), view.bytes.data(), view.bytes.size());
    tensors.push_back(std::move(tensor));
  }
  return tensors;
}

/// What the manifest says about a file of these bytes.
Json manifest_entry(std::string_view bytes) {
  return {{"bytes", bytes.size()}, {"sha256", sha256_hex(bytes)}};
}

/// The one text that the manifest of a checkpoint can have.
std::string manifest_text(int64_t step, const Json& files) {
  return dump_json({{"format_version", kFormatVersion}, {"step", step}, {"files", files}}, 2) + "\n";
}

std::string model_bytes(const Model& model) { return to_model_bytes(model); }
std::string model_bytes(const PretrainedModel& model) { return to_pretrained_bytes(model); }

void read_model_bytes(std::string_view bytes, const std::string& name, Model& model) {
  model = from_model_bytes(bytes, name);
}
void read_model_bytes(std::string_view bytes, const std::string& name, PretrainedModel& model) {
  model = from_pretrained_bytes(bytes, name);
}

template <class TrainedModel>
void write_files(const fs::path& folder, const CheckpointOf<TrainedModel>& checkpoint) {
  std::error_code failed;
  fs::create_directory(folder, failed);
  if (failed) throw Error(concat(printable(folder.native()), ": cannot be created: ", failed.message()));
  Json files = Json::object();
  const auto write = [&](const char* name, const std::string& bytes) {
    write_file_synced(folder / name, bytes);
    files[name] = manifest_entry(bytes);
  };
  write(kModelFile, model_bytes(checkpoint.model));
  write(kTensorFile, tensor_bytes(checkpoint.tensors));
  write(kStateFile, dump_json(checkpoint.state, 2) + "\n");
  write_file_synced(folder / kManifestFile, manifest_text(checkpoint.step, files));
  sync_folder(folder);
}

/// Renames what write_files wrote into its place. Another of that step is a checkpoint until this one is.
void commit(const fs::path& folder, int64_t step) {
  const fs::path written = checkpoint_path(folder, step, CheckpointStage::kUnfinished);
  const fs::path final_path = checkpoint_path(folder, step, CheckpointStage::kCommitted);
  const fs::path aside = checkpoint_path(folder, step, CheckpointStage::kSetAside);
  std::error_code ignored;
  if (!fs::exists(fs::symlink_status(final_path, ignored))) return rename_synced(written, final_path);

  fs::remove_all(aside, ignored);  // superfluous since what is in its place was committed
  std::error_code failed;
  fs::rename(final_path, aside, failed);
  if (failed) throw Error(concat(printable(aside.native()), ": renaming failed: ", failed.message()));
  try {
    rename_synced(written, final_path);
  } catch (...) {
    fs::rename(aside, final_path, ignored);  // fails if the new one is there and only syncing has failed
    throw;
  }
}

/// Removes what the checkpoint of `step`, which has just been committed, makes superfluous.
void remove_superfluous(const fs::path& folder, int64_t step, int64_t keep) {
  int64_t kept = 0;
  int64_t last_kept = -1;
  for (const CheckpointEntry& entry : checkpoint_entries(folder)) {
    if (entry.step > step || entry.stage == CheckpointStage::kUnfinished) continue;
    if (kept < keep && entry.step != last_kept) {
      ++kept;
      last_kept = entry.step;
      continue;
    }
    try {
      remove_entry(entry);
    } catch (const Error& error) {
      log_warning(error.what());  // the run loses nothing but room on the disk
    }
  }
}

struct ListedFile {
  std::string bytes;
  Json entry;
};

/// A file of a checkpoint, which must be what the manifest says.
ListedFile read_listed(const fs::path& path, const Json& expected) {
  const InputFile file(path, Links::kRefuse);
  if (file.size() == expected.at("bytes").get<uint64_t>()) {  // else not even read, however large it is
    std::string bytes(file.size(), '\0');
    file.read(0, bytes);
    Json entry = manifest_entry(bytes);
    if (entry == expected) return {std::move(bytes), std::move(entry)};
  }
  throw FormatError(concat(printable(path.native()), ": differs from what the manifest says"));
}

/// Reads a checkpoint's files and holds them against the manifest, and that against the folder's name.
std::map<std::string, std::string> read_verified(const fs::path& folder, int64_t step) {
  const fs::path path = folder / kManifestFile;
  const std::string place = printable(path.native());
  const std::string text = read_file(path, kMaxManifestBytes, Links::kRefuse);
  try {
    const Json manifest = parse_json(text);
    if (manifest.at("format_version").get<int64_t>() != kFormatVersion) {
      throw FormatError(concat(place, ": written by another version of this program"));
    }
    std::map<std::string, std::string> contents;
    Json files = Json::object();
    for (const char* name : {kModelFile, kTensorFile, kStateFile}) {
      ListedFile file = read_listed(folder / name, manifest.at("files").at(name));
      contents[name] = std::move(file.bytes);
      files[name] = std::move(file.entry);
    }
    if (text == manifest_text(step, files)) return contents;
    throw FormatError(concat(place, ": differs from what this program writes for step ", step));
  } catch (const JsonError& error) {
    throw FormatError(concat(place, ": ", error.what()));
  } catch (const Json::exception&) {
    throw FormatError(concat(place, ": expected format_version, step and files, found something else"));
  }
}

template <class TrainedModel>
CheckpointOf<TrainedModel> read_checkpoint(const CheckpointEntry& entry) {
  const std::string place = printable(entry.path.native());
  std::error_code ignored;
  if (!fs::is_directory(fs::symlink_status(entry.path, ignored))) {
    throw FormatError(concat(place, ": expected a folder, found a symbolic link"));
  }
  const std::map<std::string, std::string> files = read_verified(entry.path, entry.step);
  CheckpointOf<TrainedModel> checkpoint;
  checkpoint.step = entry.step;
  read_model_bytes(files.at(kModelFile), concat(place, "/", kModelFile), checkpoint.model);
  checkpoint.tensors = tensors_from(files.at(kTensorFile), concat(place, "/", kTensorFile));
  try {
    checkpoint.state = parse_json(files.at(kStateFile));
  } catch (const JsonError& error) {
    throw FormatError(concat(place, "/", kStateFile, ": ", error.what()));
  }
  return checkpoint;
}

template <class TrainedModel>
void commit_checkpoint(const fs::path& folder, const CheckpointOf<TrainedModel>& checkpoint, int64_t keep) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) create_folder(folder);
  const fs::path temporary = checkpoint_path(folder, checkpoint.step, CheckpointStage::kUnfinished);
  fs::remove_all(temporary, ignored);
  try {
    write_files(temporary, checkpoint);
    commit(folder, checkpoint.step);
  } catch (...) {
    fs::remove_all(temporary, ignored);
    throw;
  }
  remove_superfluous(folder, checkpoint.step, keep);
}

template <class TrainedModel>
std::optional<CheckpointOf<TrainedModel>> newest_checkpoint(const fs::path& folder) {
  int64_t broken = 0;
  for (const CheckpointEntry& entry : checkpoint_entries(folder)) {
    if (entry.stage == CheckpointStage::kUnfinished) continue;
    try {
      return read_checkpoint<TrainedModel>(entry);
    } catch (const Error& error) {
      log_warning(concat(error.what(), "; trying the checkpoint before it"));
      ++broken;
    }
  }
  if (broken == 0) return std::nullopt;
  throw FormatError(concat(printable(folder.native()), ": none of the ", broken,
                           " checkpoints is sound; nothing was changed; begin anew with --force"));
}

}  // namespace

void write_checkpoint(const fs::path& folder, const Checkpoint& checkpoint, int64_t keep) {
  commit_checkpoint(folder, checkpoint, keep);
}

void write_checkpoint(const fs::path& folder, const PretrainingCheckpoint& checkpoint, int64_t keep) {
  commit_checkpoint(folder, checkpoint, keep);
}

std::optional<Checkpoint> read_newest_checkpoint(const fs::path& folder) {
  return newest_checkpoint<Model>(folder);
}

std::optional<PretrainingCheckpoint> read_newest_pretraining_checkpoint(const fs::path& folder) {
  return newest_checkpoint<PretrainedModel>(folder);
}

void remove_unfinished_checkpoints(const fs::path& folder) {
  for (const CheckpointEntry& entry : checkpoint_entries(folder)) {
    if (entry.stage == CheckpointStage::kUnfinished) remove_entry(entry);
  }
}

void remove_checkpoints(const fs::path& folder) {
  for (const CheckpointEntry& entry : checkpoint_entries(folder)) remove_entry(entry);
  std::error_code ignored;
  // A link stays, since somebody put it there.
  if (!fs::is_symlink(folder, ignored)) fs::remove(folder, ignored);
}

}  // namespace sentiment
