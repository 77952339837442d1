#include "text/vocabulary.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/error.h"
#include "core/quote.h"

namespace sentiment {
namespace {

constexpr std::array<std::string_view, Vocabulary::kSpecialTokens> kSpecial = {"<pad>", "<unk>"};
constexpr std::size_t kMaxEntries = 10'000'000;  // more would not be words; bounds what a bad file can cost

[[noreturn]] void refuse(std::size_t line, std::string_view what) {
  throw FormatError(fmt::format("vocabulary, line {}: {}; use an undamaged model file", line, what));
}

/// Takes the line that `bytes` begins with, without its '\n'.
std::string_view take_line(std::string_view& bytes, std::size_t number) {
  const std::size_t end = bytes.find('\n');
  if (end == std::string_view::npos) refuse(number, "expected a newline at the end, found none");
  const std::string_view line = bytes.substr(0, end);
  bytes.remove_prefix(end + 1);
  return line;
}

}  // namespace

Vocabulary::Vocabulary() {
  for (const std::string_view token : kSpecial) add(token);
}

Vocabulary::Vocabulary(const std::vector<std::string>& tokens) : Vocabulary() {
  for (const std::string& token : tokens) add(token);
}

std::string Vocabulary::label_token(std::size_t label) { return fmt::format("<label:{}>", label); }

TokenId Vocabulary::id(std::string_view token) const {
  const uint32_t number = tokens_.find(token);
  return number == TokenTable::kNone ? kUnknownId : static_cast<TokenId>(number);
}

void Vocabulary::add(std::string_view token) {
  const std::size_t line = size() + 1;
  expect_entry(token);
  if (token.find('\n') != std::string_view::npos) {
    refuse(line, fmt::format("expected a token without newline, found {}", quote(token)));
  }
  if (!is_valid_utf8(token)) refuse(line, fmt::format("expected UTF-8, found {}", quote(token)));
  expect_new(token, line, tokens_.add(token));
}

void Vocabulary::expect_entry(std::string_view token) const {
  const std::size_t line = size() + 1;
  if (line > kMaxEntries) refuse(line, fmt::format("expected at most {} entries, found more", kMaxEntries));
  if (token.empty()) refuse(line, "expected a token, found an empty line");
}

/// That the token of `line` got a number of its own.
void Vocabulary::expect_new(std::string_view token, std::size_t line, uint32_t number) {
  if (number + 1 == line) return;
  refuse(line, fmt::format("expected each token once, found {} of line {} again", quote(token), number + 1));
}

std::string Vocabulary::to_bytes() const {
  std::string bytes;
  for (std::size_t id = 0; id < size(); ++id) {
    bytes += tokens_[id];
    bytes += '\n';
  }
  return bytes;
}

Vocabulary Vocabulary::from_bytes(std::string_view bytes) {
  Vocabulary vocabulary;
  const auto lines = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n'));
  vocabulary.tokens_.reserve(std::min(lines, kMaxEntries), bytes.size());
  for (std::size_t i = 0; i < kSpecialTokens; ++i) {
    const std::string_view line = take_line(bytes, i + 1);
    if (line != kSpecial[i]) {
      refuse(i + 1, fmt::format("expected {}, found {}", quote(kSpecial[i]), quote(line)));
    }
  }
  const bool is_text = is_valid_utf8(bytes);  // of all lines at once, which is much faster than of each
  std::string copy(bytes);
  copy.append(TokenBuffer::kPadding, '\n');
  for (std::string_view rest = std::string_view(copy).substr(0, bytes.size()); !rest.empty();) {
    const std::size_t number = vocabulary.size() + 1;
    const std::string_view line = take_line(rest, number);
    if (!is_text) {
      vocabulary.add(line);
      continue;
    }
    vocabulary.expect_entry(line);
    expect_new(line, number, vocabulary.tokens_.add_padded(line));
  }
  return vocabulary;
}

}  // namespace sentiment
