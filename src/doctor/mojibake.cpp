#include "doctor/mojibake.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "core/quote.h"
#include "text/code_points.h"

namespace sentiment {
namespace {

/// The byte from 0x80 on that Windows-1252 or Latin-1 writes as this character, or 0.
uint8_t byte_of(char32_t c) {
  if (c >= 0x80 && c <= 0xFF) return static_cast<uint8_t>(c);
  for (CodePoint byte = 0x80; byte < 0xA0; ++byte) {
    if (static_cast<char32_t>(from_windows_1252(byte)) == c) return static_cast<uint8_t>(byte);
  }
  return 0;
}

std::size_t sequence_length(uint8_t lead) {
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

bool is_curly_quote(char byte) {
  const auto b = static_cast<uint8_t>(byte);
  return b >= 0x91 && b <= 0x94;
}

/// Whether the character of this byte may well follow a capital letter with an accent: quotes, dashes,
/// ellipsis, no-break space, (c), (R), TM, degrees.
bool may_follow_a_letter(char byte) {
  constexpr std::array<uint8_t, 11> kOthers{0x85, 0x95, 0x96, 0x97, 0x99, 0xA0, 0xA9, 0xAB, 0xAE, 0xB0, 0xBB};
  return is_curly_quote(byte) ||
         std::find(kOthers.begin(), kOthers.end(), static_cast<uint8_t>(byte)) != kOthers.end();
}

/// `bytes` are one character of UTF-8, written as several of Windows-1252.
bool is_accident(std::string_view bytes) {
  if (!is_valid_utf8(bytes)) return true;
  const std::string_view rest = bytes.substr(1);
  // Capital A with circumflex or tilde, of which nearly all mojibake of Western Europe consists, ends few
  // words.
  const bool is_usual = bytes[0] == '\xC2' || bytes[0] == '\xC3';
  return std::all_of(rest.begin(), rest.end(), is_usual ? is_curly_quote : may_follow_a_letter);
}

bool is_mojibake_at(std::string_view text, std::size_t at) {
  std::string bytes;
  std::size_t wanted = 1;
  while (bytes.size() < wanted && at < text.size()) {
    char32_t c = 0;
    const std::size_t length = decode_utf8(text, at, c);
    const uint8_t byte = length == 0 ? uint8_t{0} : byte_of(c);
    if (byte == 0) return false;
    if (bytes.empty()) wanted = sequence_length(byte);
    bytes += static_cast<char>(byte);
    at += length;
  }
  return wanted > 1 && bytes.size() == wanted && !is_accident(bytes);
}

}  // namespace

std::size_t find_mojibake(std::string_view text) {
  for (std::size_t at = ascii_length(text); at < text.size(); at += ascii_length(text.substr(at))) {
    if (is_mojibake_at(text, at)) return at;
    char32_t c = 0;
    at += std::max<std::size_t>(decode_utf8(text, at, c), 1);
  }
  return std::string_view::npos;
}

}  // namespace sentiment
