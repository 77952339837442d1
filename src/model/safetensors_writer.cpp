#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <tuple>

#include "core/error.h"
#include "core/quote.h"
#include "json/strict_json.h"
#include "model/safetensors.h"

namespace sentiment {
namespace {

constexpr std::size_t kAlignment = 8;  // of the first tensor byte: that of the largest element

uint64_t bytes_of(const TensorView& tensor) {
  uint64_t bytes = size_of(tensor.dtype);
  for (const int64_t size : tensor.shape) bytes *= static_cast<uint64_t>(size);
  return bytes;
}

/// A name or text that JSON can hold unchanged.
void check_text(std::string_view text) {
  if (!is_valid_utf8(text)) {
    throw Error(fmt::format("safetensors: expected UTF-8, found {}; it cannot be written", quote(text)));
  }
}

void check_tensors(const std::vector<TensorView>& sorted) {
  for (const TensorView& tensor : sorted) {
    check_text(tensor.name);
    if (tensor.name.empty() || tensor.name.size() > kMaxSafetensorsName || tensor.name == "__metadata__") {
      throw Error(fmt::format("safetensors: {} cannot name a tensor", quote(tensor.name)));
    }
    if (bytes_of(tensor) != tensor.bytes.size()) {
      throw std::logic_error(fmt::format("tensor {} has {} bytes for shape {}", tensor.name,
                                         tensor.bytes.size(), shape_text(tensor.shape)));
    }
  }
}

/// The JSON header, with spaces behind it up to the first tensor byte.
std::string header_of(const std::map<std::string, std::string>& metadata,
                      const std::vector<TensorView>& tensors) {
  Json header = Json::object();
  for (const auto& [key, value] : metadata) {
    check_text(key);
    check_text(value);
    header["__metadata__"][key] = value;
  }
  uint64_t begin = 0;
  for (const TensorView& tensor : tensors) {
    const uint64_t end = begin + tensor.bytes.size();
    Json& entry = header[tensor.name];
    if (!entry.is_null()) throw std::logic_error(fmt::format("two tensors are named {}", tensor.name));
    entry["dtype"] = name_of(tensor.dtype);
    entry["shape"] = tensor.shape;
    entry["data_offsets"] = {begin, end};
    begin = end;
  }
  std::string text = dump_json(header);
  text.append((kAlignment - text.size() % kAlignment) % kAlignment, ' ');
  return text;
}

}  // namespace

std::string_view name_of(DType dtype) {
  switch (dtype) {
    case DType::kU8:
      return "U8";
    case DType::kI32:
      return "I32";
    case DType::kI64:
      return "I64";
    case DType::kF32:
      return "F32";
    default:
      return "F64";
  }
}

uint64_t size_of(DType dtype) {
  switch (dtype) {
    case DType::kU8:
      return 1;
    case DType::kI32:
    case DType::kF32:
      return 4;
    default:
      return 8;
  }
}

std::string shape_text(const std::vector<int64_t>& shape) {
  std::string text;
  for (const int64_t size : shape) text += fmt::format("{}{}", text.empty() ? "" : ", ", size);
  return "[" + text + "]";
}

std::string to_safetensors(const std::map<std::string, std::string>& metadata,
                           std::vector<TensorView> tensors) {
  std::sort(tensors.begin(), tensors.end(), [](const TensorView& a, const TensorView& b) {
    return std::tuple(size_of(b.dtype), std::string_view(a.name)) <
           std::tuple(size_of(a.dtype), std::string_view(b.name));
  });
  check_tensors(tensors);
  const std::string header = header_of(metadata, tensors);
  if (header.size() > kMaxSafetensorsHeader) {
    throw Error(fmt::format("safetensors: expected at most {} bytes of header, found {}",
                            kMaxSafetensorsHeader, header.size()));
  }
  std::size_t total = sizeof(uint64_t) + header.size();
  for (const TensorView& tensor : tensors) total += tensor.bytes.size();
  std::string bytes;
  bytes.reserve(total);
  for (std::size_t i = 0; i < sizeof(uint64_t); ++i)
    bytes += static_cast<char>(header.size() >> (8 * i) & 0xFF);
  bytes += header;
  for (const TensorView& tensor : tensors) bytes += tensor.bytes;
  return bytes;
}

}  // namespace sentiment
