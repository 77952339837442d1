#include "core/quote.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>

namespace sentiment {
namespace {

/// What may follow a lead byte (Unicode 3.9, table 3-7): length of the sequence and range of its second byte.
struct Lead {
  std::size_t length = 0;  // 0: not a lead byte
  uint8_t second_low = 0x80;
  uint8_t second_high = 0xBF;
};

Lead lead_of(uint8_t byte) {
  if (byte < 0x80) return {.length = 1};
  if (byte >= 0xC2 && byte <= 0xDF) return {.length = 2};
  if (byte == 0xE0) return {.length = 3, .second_low = 0xA0};
  if (byte == 0xED) return {.length = 3, .second_high = 0x9F};
  if (byte >= 0xE1 && byte <= 0xEF) return {.length = 3};
  if (byte == 0xF0) return {.length = 4, .second_low = 0x90};
  if (byte >= 0xF1 && byte <= 0xF3) return {.length = 4};
  if (byte == 0xF4) return {.length = 4, .second_high = 0x8F};
  return {};
}

/// Bytes from `at` that form a prefix of a well-formed sequence, and the sequence's full length.
struct Prefix {
  std::size_t matched;
  std::size_t wanted;
};

Prefix match_prefix(std::string_view text, std::size_t at) {
  const Lead lead = lead_of(static_cast<uint8_t>(text[at]));
  if (lead.length == 0) return {0, 0};
  std::size_t matched = 1;
  while (matched < lead.length && at + matched < text.size()) {
    const auto byte = static_cast<uint8_t>(text[at + matched]);
    const uint8_t low = matched == 1 ? lead.second_low : 0x80;
    const uint8_t high = matched == 1 ? lead.second_high : 0xBF;
    if (byte < low || byte > high) break;
    ++matched;
  }
  return {matched, lead.length};
}

bool must_be_escaped(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x61C || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
         (c >= 0xE0000 && c <= 0xE007F);
}

void append_escaped(std::string& out, char32_t c) {
  switch (c) {
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  std::array<char, 16> buffer{};
  std::snprintf(buffer.data(), buffer.size(), c < 0x80 ? "\\x%02x" : "\\u{%x}", static_cast<unsigned>(c));
  out += buffer.data();
}

std::string escaped(std::string_view text, std::size_t max_bytes, bool escape_quotes) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (out.size() >= max_bytes) return out + "...";
    char32_t c = 0;
    const std::size_t length = decode_utf8(text, at, c);
    if (length == 0) {
      std::array<char, 8> buffer{};
      std::snprintf(buffer.data(), buffer.size(), "\\x%02x", static_cast<unsigned char>(text[at]));
      out += buffer.data();
      ++at;
      continue;
    }
    if (must_be_escaped(c)) {
      append_escaped(out, c);
    } else {
      if (escape_quotes && (c == '"' || c == '\\')) out += '\\';
      out.append(text.substr(at, length));
    }
    at += length;
  }
  return out;
}

}  // namespace

std::size_t decode_utf8(std::string_view text, std::size_t at, char32_t& code_point) {
  const auto [matched, wanted] = match_prefix(text, at);
  if (matched == 0 || matched < wanted) return 0;
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<uint8_t>(text[at + i])); };
  switch (wanted) {
    case 1:
      code_point = byte(0);
      break;
    case 2:
      code_point = (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
      break;
    case 3:
      code_point = (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
      break;
    default:
      code_point = (byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
  }
  return wanted;
}

std::size_t invalid_utf8_length(std::string_view text, std::size_t at) {
  const Prefix prefix = match_prefix(text, at);
  return prefix.matched == 0 ? 1 : prefix.matched;
}

bool is_valid_utf8(std::string_view text) {
  std::size_t at = ascii_length(text);
  while (at < text.size()) {
    char32_t c = 0;
    const std::size_t length = decode_utf8(text, at, c);
    if (length == 0) return false;
    at += length;
    at += ascii_length(text.substr(at));
  }
  return true;
}

std::size_t ascii_length(std::string_view text) {
  std::size_t at = 0;
  for (std::array<uint64_t, 4> words{}; at + sizeof words <= text.size(); at += sizeof words) {
    std::memcpy(words.data(), text.data() + at, sizeof words);
    if (((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080ULL) != 0) break;
  }
  while (at < text.size() && static_cast<uint8_t>(text[at]) < 0x80) ++at;
  return at;
}

std::string quote(std::string_view text, std::size_t max_bytes) {
  return '"' + escaped(text, max_bytes, true) + '"';
}

std::string quote_list(const std::vector<std::string>& texts, std::size_t most) {
  std::string list;
  for (std::size_t i = 0; i < texts.size() && i < most; ++i) list += (i == 0 ? "" : ", ") + quote(texts[i]);
  return texts.size() > most ? list + ", ..." : list;
}

std::string printable(std::string_view text) { return escaped(text, std::string::npos, false); }

}  // namespace sentiment
