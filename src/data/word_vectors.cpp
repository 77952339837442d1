#include "data/word_vectors.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

#include "core/error.h"
#include "core/quote.h"
#include "data/line_source.h"
#include "data/location.h"

namespace sentiment {
namespace {

constexpr std::string_view kBlanks = " \t";

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

/// "COUNT SIZE", the first line of word2vec and fastText. Sets `size`.
bool is_header(std::string_view line, int64_t& size) {
  std::string_view count = trimmed(line);
  const std::string_view last = take_last_field(count);
  const auto whole = [](std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
  };
  return whole(count) && whole(last) &&
         std::from_chars(last.data(), last.data() + last.size(), size).ec == std::errc{};
}

/// How many numbers stand at the end of a line, leaving one field for the token.
int64_t width_of(std::string_view line) {
  line = trimmed(line);
  int64_t width = 0;
  while (number_of(take_last_field(line))) ++width;
  return width;
}

class VectorFile {
 public:
  VectorFile(const std::string& location, int64_t size)
      : lines_(open_bytes(parse_location(location)), location), numbers_(static_cast<std::size_t>(size)) {}

  /// Goes to the next line that is no header; false at the end.
  bool next() {
    std::string_view line;
    if (!lines_.next(line)) return false;
    int64_t header_size = 0;
    if (lines_.line_number() == 1 && is_header(line, header_size) &&
        !(numbers_.size() == 1 && header_size != 1)) {
      if (header_size != size()) fail(header_size);
      if (!lines_.next(line)) return false;
    }
    sound_ = parse(trimmed(line));
    if (!sound_ && width_ == 0) width_ = width_of(line);
    return true;
  }

  bool sound() const { return sound_; }
  std::string_view token() const { return token_; }
  const std::vector<float>& numbers() const { return numbers_; }

  /// Throws DataError for a file without a usable vector.
  void fail_without_vectors() const { fail(width_); }

 private:
  int64_t size() const { return static_cast<int64_t>(numbers_.size()); }

  /// The token may hold blanks, so numbers are taken from the end; one more before them means that the vector
  /// is wider.
  bool parse(std::string_view rest) {
    for (std::size_t i = numbers_.size(); i-- > 0;) {
      const std::optional<float> number = number_of(take_last_field(rest));
      if (!number) return false;
      numbers_[i] = *number;
    }
    token_ = rest;
    return !number_of(take_last_field(rest)) && !token_.empty();
  }

  [[noreturn]] void fail(int64_t found) const {
    throw DataError(fmt::format(
        "{}: expected word vectors of {} numbers, found {}; use vectors of that size or "
        "set model.embedding_size to theirs",
        printable(lines_.name()), size(), found == 0 ? "none" : fmt::format("vectors of {}", found)));
  }

  LineSource lines_;
  std::vector<float> numbers_;
  std::string_view token_;
  bool sound_ = false;
  int64_t width_ = 0;  // of the first vector that has another size
};

}  // namespace

WordVectors read_word_vectors(const std::string& location, const Vocabulary& vocabulary, int64_t size) {
  WordVectors vectors;
  const auto width = static_cast<std::size_t>(size);
  vectors.rows.resize(vocabulary.size() * width);
  vectors.found.resize(vocabulary.size());
  VectorFile file(location, size);
  while (file.next()) {
    ++vectors.lines;
    if (!file.sound()) {
      ++vectors.skipped_lines;
      continue;
    }
    const auto id = static_cast<std::size_t>(vocabulary.id(file.token()));
    if (id < Vocabulary::kSpecialTokens || vectors.found[id])
      continue;  // of repeated tokens the first counts
    std::copy(file.numbers().begin(), file.numbers().end(),
              vectors.rows.begin() + static_cast<std::ptrdiff_t>(id * width));
    vectors.found[id] = true;
    ++vectors.found_count;
  }
  if (vectors.lines == vectors.skipped_lines) file.fail_without_vectors();
  return vectors;
}

}  // namespace sentiment
