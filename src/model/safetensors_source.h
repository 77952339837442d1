// A safetensors file to read tensors from, each straight into its place.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/files.h"
#include "model/safetensors.h"

namespace sentiment {

class SafetensorsSource {
 public:
  /// Opens a file and checks its layout. Throws Error if it cannot be read, FormatError.
  explicit SafetensorsSource(const std::filesystem::path& path);

  /// Borrows a file's bytes. `name` is the file as messages should call it. Throws FormatError.
  SafetensorsSource(std::string_view bytes, const std::string& name);

  /// The tensors and the metadata whose names begin with `prefix`, without it, as a file of their own.
  /// Borrows this source, which must stay where it is. Messages call it after this one and the prefix.
  SafetensorsSource part(const std::string& prefix) const;

  const std::string& name() const { return name_; }
  uint64_t file_size() const;
  const SafetensorsHeader& header() const { return header_; }

  /// Fills `out` with the bytes of `tensor` from its byte `at` on, of which there must be enough.
  /// Throws Error if they cannot be read.
  void read(const TensorEntry& tensor, uint64_t at, std::span<char> out) const;

 private:
  SafetensorsSource(const SafetensorsSource& whole, std::string name, SafetensorsHeader header);

  std::string name_;
  std::optional<InputFile> file_;
  std::string_view bytes_;                    // without a file
  const SafetensorsSource* whole_ = nullptr;  // of a part
  SafetensorsHeader header_;
};

}  // namespace sentiment
