#include "checkpoint/checkpoint.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <string>
#include <vector>

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

std::string folder_name(int64_t step) {
  std::string digits = concat(step);
  return "step-" + std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits;
}

/// The step of "step-000123", or -1 for any other name.
int64_t step_of(const std::string& name) {
  if (!name.starts_with("step-") || name.size() < 11 || name.size() > 20) return -1;
  int64_t step = 0;
  for (const char c : name.substr(5)) {
    if (c < '0' || c > '9') return -1;
    step = step * 10 + (c - '0');
  }
  return step;
}

/// Committed checkpoints, newest first.
std::vector<fs::path> checkpoints_in(const fs::path& folder) {
  std::vector<fs::path> found;
  if (!fs::is_directory(folder)) return found;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.is_directory() && step_of(entry.path().filename().string()) >= 0) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end(), [](const fs::path& a, const fs::path& b) {
    return step_of(a.filename().string()) > step_of(b.filename().string());
  });
  return found;
}

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

/// Reads a checkpoint's files and holds them against the manifest.
std::map<std::string, std::string> read_verified(const fs::path& folder) {
  const std::string place = printable(folder.native());
  Json manifest;
  try {
    manifest = parse_json(read_file(folder / kManifestFile, 1 << 20));
    if (manifest.at("format_version").get<int64_t>() != kFormatVersion) {
      throw FormatError(concat(place, ": written by another version of this program"));
    }
    std::map<std::string, std::string> files;
    for (const char* name : {kModelFile, kTensorFile, kStateFile}) {
      std::string bytes = read_file(folder / name);
      const Json& entry = manifest.at("files").at(name);
      if (bytes.size() != entry.at("bytes").get<uint64_t>() ||
          sha256_hex(bytes) != entry.at("sha256").get<std::string>()) {
        throw FormatError(concat(place, "/", name, ": differs from what the manifest says"));
      }
      files[name] = std::move(bytes);
    }
    return files;
  } catch (const JsonError& error) {
    throw FormatError(concat(place, "/", kManifestFile, ": ", error.what()));
  } catch (const Json::exception& error) {
    throw FormatError(concat(place, "/", kManifestFile, ": ", error.what()));
  }
}

Checkpoint read_checkpoint(const fs::path& folder) {
  const std::string place = printable(folder.native());
  const std::map<std::string, std::string> files = read_verified(folder);
  Checkpoint checkpoint;
  checkpoint.step = step_of(folder.filename().string());
  checkpoint.model = from_model_bytes(files.at(kModelFile), concat(place, "/", kModelFile));
  checkpoint.tensors = tensors_from(files.at(kTensorFile), concat(place, "/", kTensorFile));
  checkpoint.state = parse_json(files.at(kStateFile));
  return checkpoint;
}

}  // namespace

void write_checkpoint(const fs::path& folder, const Checkpoint& checkpoint, int64_t keep) {
  const fs::path final_path = folder / folder_name(checkpoint.step);
  fs::path temporary = final_path;
  temporary += ".tmp";
  std::error_code ignored;
  fs::create_directories(folder, ignored);
  fs::remove_all(temporary, ignored);
  std::error_code failed;
  fs::create_directory(temporary, failed);
  if (failed) throw Error(concat(printable(temporary.native()), ": cannot be created: ", failed.message()));
  try {
    Json files = Json::object();
    const auto write = [&](const char* name, const std::string& bytes) {
      write_file_synced(temporary / name, bytes);
      files[name] = {{"bytes", bytes.size()}, {"sha256", sha256_hex(bytes)}};
    };
    write(kModelFile, to_model_bytes(checkpoint.model));
    write(kTensorFile, tensor_bytes(checkpoint.tensors));
    write(kStateFile, dump_json(checkpoint.state, 2) + "\n");
    const Json manifest = {{"format_version", kFormatVersion}, {"step", checkpoint.step}, {"files", files}};
    write_file_synced(temporary / kManifestFile, dump_json(manifest, 2) + "\n");
    sync_folder(temporary);
    // The same step again, after a resume: what is there is the same state, so a moment without it loses
    // nothing that an earlier checkpoint would not give back.
    fs::remove_all(final_path, ignored);
    rename_synced(temporary, final_path);
  } catch (...) {
    fs::remove_all(temporary, ignored);
    throw;
  }
  const std::vector<fs::path> all = checkpoints_in(folder);
  for (auto i = static_cast<std::size_t>(keep); i < all.size(); ++i) fs::remove_all(all[i], ignored);
}

std::optional<Checkpoint> read_newest_checkpoint(const fs::path& folder) {
  const std::vector<fs::path> all = checkpoints_in(folder);
  for (const fs::path& candidate : all) {
    try {
      return read_checkpoint(candidate);
    } catch (const Error& error) {
      log_warning(concat(error.what(), "; trying the checkpoint before it"));
    }
  }
  if (all.empty()) return std::nullopt;
  throw FormatError(concat(printable(folder.native()), ": none of the ", all.size(),
                           " checkpoints is sound; nothing was changed"));
}

}  // namespace sentiment
