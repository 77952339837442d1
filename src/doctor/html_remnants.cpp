#include "doctor/html_remnants.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

#include "text/html_text.h"

namespace sentiment {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name(char c) { return (lower(c) >= 'a' && lower(c) <= 'z') || is_digit(c); }

/// Whether `text` begins with `word`, which is lower case, whatever the case.
bool begins_with(std::string_view text, std::string_view word) {
  return text.size() >= word.size() &&
         std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) { return a == lower(b); });
}

/// The same, and the name ends there.
bool begins_with_name(std::string_view text, std::string_view word) {
  return begins_with(text, word) && (text.size() == word.size() || !is_name(text[word.size()]));
}

/// At a '<' that strip_html left: a comment, or a tag that is cut off. Names of one letter are left out
/// because "a <b" may be meant.
bool is_tag_begun(std::string_view text) {
  constexpr std::array<std::string_view, 3> kDeclarations{"!--", "!doctype", "![cdata["};
  constexpr std::array<std::string_view, 22> kNames{
      "br",    "div",  "span",   "img", "td", "tr", "th", "ul",     "li",         "table",  "script",
      "style", "font", "strong", "em",  "h1", "h2", "h3", "iframe", "blockquote", "a href", "body"};
  text.remove_prefix(1);
  const auto begins = [&text](std::string_view word) { return begins_with(text, word); };
  if (std::any_of(kDeclarations.begin(), kDeclarations.end(), begins)) return true;
  if (text.starts_with('/')) text.remove_prefix(1);
  const auto begins_name = [&text](std::string_view word) { return begins_with_name(text, word); };
  return std::any_of(kNames.begin(), kNames.end(), begins_name);
}

/// At a '&' that strip_html left: a frequent entity that lacks its semicolon.
bool is_entity_begun(std::string_view text) {
  constexpr std::array<std::string_view, 6> kNames{"nbsp", "quot", "amp", "lt", "gt", "apos"};
  text.remove_prefix(1);
  if (text.size() > 2 && text[0] == '#') return is_digit(text[1]) && is_digit(text[2]);
  const auto begins_name = [&text](std::string_view word) { return begins_with_name(text, word); };
  return std::any_of(kNames.begin(), kNames.end(), begins_name);
}

/// Where reading `text` as HTML would change it first, if it would.
std::optional<std::size_t> first_markup(std::string_view text) {
  std::string read;
  strip_html(text, read);
  if (read == text) return std::nullopt;
  const auto [there, here] = std::mismatch(text.begin(), text.end(), read.begin(), read.end());
  return text.find_last_of("<&",
                           static_cast<std::size_t>(there - text.begin()));  // "&amp;" begins as it is read
}

std::optional<std::size_t> first_begun(std::string_view text) {
  for (std::size_t at = text.find_first_of("<&"); at < text.size(); at = text.find_first_of("<&", at + 1)) {
    const std::string_view rest = text.substr(at);
    if (rest[0] == '<' ? is_tag_begun(rest) : is_entity_begun(rest)) return at;
  }
  return std::nullopt;
}

/// A script or a style sheet, whose tags are read but whose content is none for a reader.
std::optional<std::size_t> first_code(std::string_view text) {
  for (std::size_t at = text.find('<'); at < text.size(); at = text.find('<', at + 1)) {
    const std::string_view name = text.substr(at + 1);
    if (begins_with_name(name, "script") || begins_with_name(name, "style")) return at;
  }
  return std::nullopt;
}

}  // namespace

bool has_markup(std::string_view text) { return may_hold_html(text) && first_markup(text).has_value(); }

std::string html_remnant(std::string_view text, bool strip) {
  if (!may_hold_html(text)) return "";
  if (const auto at = first_code(text)) return std::string(text.substr(*at));
  std::string read(text);
  if (strip) strip_html(text, read);
  const auto markup = first_markup(read);
  const auto begun = markup ? markup : first_begun(read);
  return begun ? read.substr(*begun) : "";
}

}  // namespace sentiment
