#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/quote.h"
#include "json/strict_json.h"

namespace sentiment {
namespace {

constexpr bool may_hide(unsigned char byte) {
  return byte == 0x7F || byte == 0xC2 || byte == 0xD8 || byte == 0xE2 || byte == 0xEF || byte == 0xF3;
}

/// The first bytes of those characters from U+007F on that printable() escapes; a table, because every byte
/// of the output is looked up.
constexpr std::array<bool, 256> kMayHide = [] {
  std::array<bool, 256> table{};
  for (std::size_t byte = 0; byte < table.size(); ++byte) {
    table[byte] = may_hide(static_cast<unsigned char>(byte));
  }
  return table;
}();

/// Text is kept as it is where it can be shown: the joiners U+200C and U+200D are parts of words and of
/// emoji.
bool is_hidden(char32_t code_point, std::string_view character) {
  return code_point != 0x200C && code_point != 0x200D && printable(character) != character;
}

/// \uXXXX, or two of them (RFC 8259, section 7).
std::string escape_of(char32_t character) {
  const auto unit = [](uint32_t value) { return fmt::format("\\u{:04x}", value); };
  const auto value = static_cast<uint32_t>(character);
  if (value < 0x10000) return unit(value);
  return unit(0xD800 + ((value - 0x10000) >> 10)) + unit(0xDC00 + ((value - 0x10000) & 0x3FF));
}

/// JSON text, which is UTF-8, with escapes for hidden characters.
std::string with_escapes(std::string json) {
  std::string out;
  std::size_t copied = 0;
  for (std::size_t at = 0; at < json.size();) {
    if (!kMayHide[static_cast<unsigned char>(json[at])]) {
      ++at;
      continue;
    }
    char32_t code_point = 0;
    const std::size_t length = decode_utf8(json, at, code_point);
    const std::string_view character = std::string_view(json).substr(at, length);
    if (is_hidden(code_point, character)) {
      out.append(json, copied, at - copied).append(escape_of(code_point));
      copied = at + length;
    }
    at += length;
  }
  if (copied == 0) return json;
  out.append(json, copied, std::string::npos);
  return out;
}

}  // namespace

std::string dump_json(const Json& value, int indent) {
  return with_escapes(value.dump(indent, ' ', false, Json::error_handler_t::replace));
}

}  // namespace sentiment
