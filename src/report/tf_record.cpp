#include "report/tf_record.h"

#include <array>
#include <cstddef>

namespace sentiment {
namespace {

constexpr uint32_t kReversedPolynomial = 0x82F63B78;
// So that the checksum of a text that holds checksums is none of those that are common by chance.
constexpr uint32_t kMaskDelta = 0xA282EAD8;

constexpr std::array<uint32_t, 256> remainders() {
  std::array<uint32_t, 256> table{};
  for (uint32_t byte = 0; byte < table.size(); ++byte) {
    uint32_t rest = byte;
    for (int bit = 0; bit < 8; ++bit) rest = (rest >> 1) ^ ((rest & 1) != 0 ? kReversedPolynomial : 0);
    table[byte] = rest;
  }
  return table;
}

constexpr std::array<uint32_t, 256> kRemainders = remainders();

std::string little_endian(uint64_t value, std::size_t bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
  return out;
}

std::string masked_checksum(std::string_view bytes) {
  const uint32_t sum = crc32c(bytes);
  return little_endian(((sum >> 15) | (sum << 17)) + kMaskDelta, sizeof sum);
}

}  // namespace

uint32_t crc32c(std::string_view bytes) {
  uint32_t rest = 0xFFFFFFFF;
  for (const char byte : bytes) rest = (rest >> 8) ^ kRemainders[(rest ^ static_cast<uint8_t>(byte)) & 0xFF];
  return ~rest;
}

std::string tf_record(std::string_view data) {
  const std::string length = little_endian(data.size(), sizeof(uint64_t));
  std::string out = length + masked_checksum(length);
  out += data;
  return out + masked_checksum(data);
}

}  // namespace sentiment
