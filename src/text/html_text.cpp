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

/// Finds one character after another in a text.
class Finder {
 public:
  Finder(std::string_view text, char wanted) : text_(text), wanted_(wanted), next_(text.find(wanted)) {}

  /// The first one at `at` or behind it, or the end; `at` never goes back.
  std::size_t from(std::size_t at) {
    if (next_ < at) next_ = text_.find(wanted_, at);
    return std::min(next_, text_.size());
  }

 private:
  std::string_view text_;
  char wanted_;
  std::size_t next_;
};

}  // namespace

bool may_hold_html(std::string_view text) {
  return text.find('<') != std::string_view::npos || text.find('&') != std::string_view::npos;
}

void strip_html(std::string_view text, std::string& out) {
  out.clear();
  out.reserve(text.size());
  Finder tags(text, '<');
  Finder entities(text, '&');
  for (std::size_t at = 0;;) {
    const std::size_t markup = std::min(tags.from(at), entities.from(at));
    out.append(text, at, markup - at);
    if (markup == text.size()) return;
    const std::string_view rest = text.substr(markup);
    std::size_t length = rest.front() == '&' ? write_entity(rest, out) : tag_length(rest);
    if (length == 0) {
      out += rest.front();
      length = 1;
    } else if (rest.front() == '<') {
      out += ' ';
    }
    at = markup + length;
  }
}

}  // namespace sentiment
