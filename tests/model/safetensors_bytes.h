// Safetensors files put together from their parts, sound or not.
#pragma once

#include <cstdint>
#include <string>

namespace sentiment {

/// `value` as 8 bytes, little-endian.
inline std::string u64(uint64_t value) {
  std::string bytes;
  for (int i = 0; i < 8; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFF);
  return bytes;
}

/// A file with this header and `data` bytes behind it.
inline std::string file_of(const std::string& header, const std::string& data) {
  return u64(header.size()) + header + data;
}
inline std::string file_of(const std::string& header, std::size_t data_bytes) {
  return file_of(header, std::string(data_bytes, 'd'));
}

/// `"name":{...}` of a header.
inline std::string entry(const std::string& name, const std::string& dtype, const std::string& shape,
                         const std::string& offsets) {
  return "\"" + name + R"(":{"dtype":")" + dtype + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets +
         "}";
}

/// A header with the one tensor "t".
inline std::string header_of(const std::string& shape, const std::string& offsets,
                             const std::string& dtype = "F32") {
  return "{" + entry("t", dtype, shape, offsets) + "}";
}

}  // namespace sentiment
