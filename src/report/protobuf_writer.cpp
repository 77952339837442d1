#include "report/protobuf_writer.h"

#include <bit>
#include <cstddef>

namespace sentiment {
namespace {

constexpr uint32_t kVarint = 0;
constexpr uint32_t kFixed64 = 1;
constexpr uint32_t kLengthPrefixed = 2;
constexpr uint32_t kFixed32 = 5;

/// Least significant byte first.
void append_fixed(std::string& out, uint64_t bits, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i) out += static_cast<char>(bits >> (8 * i) & 0xFF);
}

}  // namespace

void ProtobufWriter::add_integer(uint32_t field, int64_t value) {
  add_tag(field, kVarint);
  add_varint(static_cast<uint64_t>(value));
}

void ProtobufWriter::add_float(uint32_t field, float value) {
  add_tag(field, kFixed32);
  append_fixed(bytes_, std::bit_cast<uint32_t>(value), sizeof value);
}

void ProtobufWriter::add_double(uint32_t field, double value) {
  add_tag(field, kFixed64);
  append_fixed(bytes_, std::bit_cast<uint64_t>(value), sizeof value);
}

void ProtobufWriter::add_bytes(uint32_t field, std::string_view bytes) {
  add_tag(field, kLengthPrefixed);
  add_varint(bytes.size());
  bytes_ += bytes;
}

void ProtobufWriter::add_varint(uint64_t value) {
  for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>((value & 0x7F) | 0x80);
  bytes_ += static_cast<char>(value);
}

void ProtobufWriter::add_tag(uint32_t field, uint32_t wire_type) {
  add_varint(uint64_t{field} << 3 | wire_type);
}

}  // namespace sentiment
