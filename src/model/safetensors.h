// The safetensors container: u64 little-endian header size, JSON header, tensor bytes without gaps.
// https://github.com/huggingface/safetensors#format
//
// Goals: nothing in a file is believed before it is checked, no allocation follows a claim of the file, and
// what is written depends on its content alone. Stricter than the reference reader: duplicate keys, unknown
// fields of a tensor, empty names and the limits below are refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sentiment {

inline constexpr uint64_t kMaxSafetensorsHeader = 16 * 1024 * 1024;  // bytes
inline constexpr std::size_t kMaxSafetensorsTensors = 10'000;
inline constexpr std::size_t kMaxSafetensorsRank = 8;
inline constexpr std::size_t kMaxSafetensorsName = 256;  // bytes

enum class DType { kU8, kI32, kI64, kF32, kF64 };

/// "F32": as the format writes it.
std::string_view name_of(DType dtype);

/// Bytes of one element.
uint64_t size_of(DType dtype);

/// A tensor whose bytes belong to someone else; they need not be aligned.
struct TensorView {
  std::string name;
  DType dtype = DType::kF32;
  std::vector<int64_t> shape;  // [] is a single element
  std::string_view bytes;      // row-major, little-endian
};

struct SafetensorsFile {
  std::map<std::string, std::string> metadata;
  std::vector<TensorView> tensors;  // in the order of their bytes

  /// Null if there is no tensor of that name.
  const TensorView* find(std::string_view name) const;
};

/// Checks a whole file and finds its tensors, which point into `file_bytes`.
/// `name` is the file as messages should call it. Throws FormatError.
SafetensorsFile parse_safetensors(std::string_view file_bytes, const std::string& name);

/// The bytes of a file: the same for the same content, in whatever order the tensors are given. Larger
/// elements lie first, so that every tensor is aligned; equal ones by name.
/// Throws Error if a name or metadata is not UTF-8, or a name is one that the reader refuses.
std::string to_safetensors(const std::map<std::string, std::string>& metadata,
                           std::vector<TensorView> tensors);

/// The bytes of a file that begins as a safetensors file must; anything else is refused before it is read.
/// Throws Error if the file cannot be read, FormatError saying what it looks like.
std::string read_safetensors_bytes(const std::filesystem::path& path);

/// "[4, 2]"
std::string shape_text(const std::vector<int64_t>& shape);

}  // namespace sentiment
