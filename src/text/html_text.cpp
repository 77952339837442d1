#include "text/html_text.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <system_error>

#include "text/code_points.h"
#include "text/html_entities.h"

namespace sentiment {
namespace {

constexpr std::size_t kMaxTagBytes = 200;
constexpr std::size_t kMaxEntityBytes = 16;  // "&thetasym;", "&#x0010FFFF;" and some zeros more

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_name(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == ':' || c == '-'; }

/// Length of the tag that starts at text[0], a '<', or 0.
std::size_t tag_length(std::string_view text) {
  text = text.substr(0, kMaxTagBytes);
  std::size_t at = text.starts_with("</") ? 2 : 1;
  if (at >= text.size() || !is_letter(text[at])) return 0;
  while (at < text.size() && is_name(text[at])) ++at;
  if (at == text.size() || std::string_view(" \t/>").find(text[at]) == std::string_view::npos) return 0;
  while (at < text.size() && text[at] != '>') {
    if (text[at] == '<' || text[at] == '\n' || text[at] == '\r') return 0;
    ++at;
  }
  return at < text.size() ? at + 1 : 0;
}

/// The character behind "#233" or "#xE9" as the HTML standard reads it, 0 if this is not a number.
CodePoint numeric_entity(std::string_view body) {
  body.remove_prefix(1);
  const bool hexadecimal = body.starts_with('x') || body.starts_with('X');
  if (hexadecimal) body.remove_prefix(1);
  uint32_t number = 0;
  const auto [end, error] =
      std::from_chars(body.data(), body.data() + body.size(), number, hexadecimal ? 16 : 10);
  if (error == std::errc::invalid_argument || end != body.data() + body.size()) return 0;
  const bool surrogate = number >= 0xD800 && number <= 0xDFFF;
  if (error != std::errc{} || number == 0 || number > 0x10FFFF || surrogate) return kReplacement;
  return from_windows_1252(static_cast<CodePoint>(number));
}

/// Writes the character of the entity that starts at text[0], an '&'; returns the entity's length, or 0.
std::size_t write_entity(std::string_view text, std::string& out) {
  const std::size_t semicolon = text.substr(0, kMaxEntityBytes).find(';');
  if (semicolon == std::string_view::npos || semicolon < 2) return 0;
  const std::string_view body = text.substr(1, semicolon - 1);
  const CodePoint c = body.starts_with('#') ? numeric_entity(body) : html_entity(body);
  if (c == 0) return 0;
  const Utf8 encoded = encode_utf8(c);
  out.append(encoded.bytes.data(), encoded.size);
  return semicolon + 1;
}

}  // namespace

bool may_hold_html(std::string_view text) {
  return text.find('<') != std::string_view::npos || text.find('&') != std::string_view::npos;
}

void strip_html(std::string_view text, std::string& out) {
  out.clear();
  out.reserve(text.size());
  while (!text.empty()) {
    const auto* const markup =
        std::find_if(text.begin(), text.end(), [](char c) { return c == '<' || c == '&'; });
    const auto plain = static_cast<std::size_t>(markup - text.begin());
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) return;
    std::size_t length = text.front() == '&' ? write_entity(text, out) : tag_length(text);
    if (length == 0) {
      out += text.front();
      length = 1;
    } else if (text.front() == '<') {
      out += ' ';
    }
    text.remove_prefix(length);
  }
}

}  // namespace sentiment
