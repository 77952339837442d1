#include "data/text_vectors.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "core/quote.h"

namespace sentiment {
namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kWrongWidth = "wrong width";
constexpr std::string_view kNoNumber = "not a finite number";
constexpr std::string_view kNotUtf8 = "not UTF-8";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(kBlanks), text.size());
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

/// A float; none for other text, NaN, infinities and what a float cannot hold.
std::optional<float> number_of(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  const auto number = static_cast<float>(value);
  if (!std::isfinite(number)) return std::nullopt;
  return number;
}

/// Cuts the last field off `line`; empty if only one is left.
std::string_view take_last_field(std::string_view& line) {
  const std::size_t blank = line.find_last_of(kBlanks);
  if (blank == std::string_view::npos) return {};
  const std::string_view field = line.substr(blank + 1);
  line = trimmed(line.substr(0, blank));
  return field;
}

/// How many numbers stand at the end of a line, leaving one field for the token.
int64_t width_of(std::string_view line) {
  int64_t width = 0;
  while (number_of(take_last_field(line))) ++width;
  return width;
}

}  // namespace

bool ends_in_number(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  line = trimmed(line);
  return number_of(take_last_field(line)).has_value();
}

TextVectors::TextVectors(std::unique_ptr<ByteSource> bytes, const std::string& name, int64_t size,
                         std::optional<int64_t> promised)
    : lines_(std::move(bytes), name), numbers_(static_cast<std::size_t>(size)), promised_(promised) {}

std::string TextVectors::place() const {
  return fmt::format("{}:{}", printable(lines_.name()), lines_.line_number());
}

bool TextVectors::next(VectorRow& row) {
  std::string_view line;
  if (!lines_.next(line)) return false;
  if (promised_ && lines_.line_number() == 1 && !lines_.next(line)) return false;
  line = trimmed(line);
  parse(line, row);
  if (row.fault == kWrongWidth && other_size_ == 0) other_size_ = width_of(line);
  return true;
}

void TextVectors::parse(std::string_view line, VectorRow& row) {
  row = {.token = {}, .numbers = numbers_, .fault = {}};
  for (std::size_t i = numbers_.size(); i-- > 0;) {
    const std::string_view field = take_last_field(line);
    const std::optional<float> number = number_of(field);
    if (!number) {
      row.fault = field.empty() ? kWrongWidth : kNoNumber;
      return;
    }
    numbers_[i] = *number;
  }
  row.token = line;
  if (line.empty() || number_of(take_last_field(line))) {
    row.fault = kWrongWidth;
  } else if (!is_valid_utf8(row.token)) {
    row.fault = kNotUtf8;
  }
}

}  // namespace sentiment
