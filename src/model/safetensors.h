// The safetensors container: u64 little-endian header size, JSON header, tensor bytes without gaps.
// https://github.com/huggingface/safetensors#format
//
// Goals: nothing in a file is believed before it is checked, no allocation follows a claim of the file, and
// what is written depends on its content alone. Stricter than the reference reader: duplicate keys, unknown
// fields of a tensor, empty names and the limits below are refused.
#pragma once

#include <cstddef>
#include <cstdint>
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

/// What a header says of a tensor.
struct TensorEntry {
  std::string name;
  DType dtype = DType::kF32;
  std::vector<int64_t> shape;
  uint64_t begin = 0;  // of its bytes, from the start of the file
  uint64_t size = 0;   // bytes
};

struct SafetensorsHeader {
  std::map<std::string, std::string> metadata;
  std::vector<TensorEntry> tensors;  // in the order of their bytes

  /// Null if there is no tensor of that name.
  const TensorEntry* find(std::string_view name) const;
};

/// Bytes in front of the tensors of a file that begins with `first_bytes`, its first 32 or all of them.
/// Throws FormatError saying what a file looks like that cannot be a safetensors file.
uint64_t safetensors_header_size(std::string_view first_bytes, uint64_t file_size, const std::string& name);

/// Checks the layout of a file from the bytes in front of its tensors. Throws FormatError.
SafetensorsHeader parse_safetensors_header(std::string_view bytes, uint64_t file_size,
                                           const std::string& name);

/// The bytes of a file: the same for the same content, in whatever order the tensors are given. Larger
/// elements lie first, so that every tensor is aligned; equal ones by name.
/// Throws Error if a name or metadata is not UTF-8, or a name is one that the reader refuses.
std::string to_safetensors(const std::map<std::string, std::string>& metadata,
                           std::vector<TensorView> tensors);

/// "[4, 2]"
std::string shape_text(const std::vector<int64_t>& shape);

}  // namespace sentiment
