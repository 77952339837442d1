// Messages in the wire format of Protocol Buffers, which ONNX graphs and TensorBoard's events are written in.
// https://protobuf.dev/programming-guides/encoding
//
// Writing needs a few lines; the library and the code that it generates would be larger than the program.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace sentiment {

/// One message: fields in the order in which they are added, so the same calls give the same bytes.
class ProtobufWriter {
 public:
  /// int32, int64, enum or bool.
  void add_integer(uint32_t field, int64_t value);
  /// float.
  void add_float(uint32_t field, float value);
  /// double.
  void add_double(uint32_t field, double value);
  /// string, bytes, or a message that is written already.
  void add_bytes(uint32_t field, std::string_view bytes);
  void add_message(uint32_t field, const ProtobufWriter& message) { add_bytes(field, message.bytes()); }

  const std::string& bytes() const { return bytes_; }
  /// The same; the writer has none afterwards.
  std::string take_bytes() { return std::move(bytes_); }

 private:
  void add_varint(uint64_t value);
  void add_tag(uint32_t field, uint32_t wire_type);

  std::string bytes_;
};

}  // namespace sentiment
