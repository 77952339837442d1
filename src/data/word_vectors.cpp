#include "data/word_vectors.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <memory>

#include "data/location.h"
#include "data/vector_file.h"

namespace sentiment {

WordVectors read_word_vectors(const std::string& location, const Vocabulary& vocabulary, int64_t size) {
  WordVectors vectors;
  const auto width = static_cast<std::size_t>(size);
  vectors.rows.resize(vocabulary.size() * width);
  vectors.found.resize(vocabulary.size());
  const std::unique_ptr<VectorFile> file = open_vectors(open_bytes(parse_location(location)), location, size);
  for (VectorRow row; file->next(row);) {
    ++vectors.lines;
    if (!row.fault.empty()) {
      if (vectors.skipped_lines++ == 0) vectors.first_skipped = file->place();
      ++vectors.skipped[std::string(row.fault)];
      continue;
    }
    const auto id = static_cast<std::size_t>(vocabulary.id(row.token));
    if (id < Vocabulary::kSpecialTokens) continue;
    if (vectors.found[id]) {
      ++vectors.repeated;
      continue;
    }
    std::copy(row.numbers.begin(), row.numbers.end(),
              vectors.rows.begin() + static_cast<std::ptrdiff_t>(id * width));
    vectors.found[id] = true;
    ++vectors.found_count;
  }
  if (vectors.lines == vectors.skipped_lines) fail_vector_size(location, size, file->other_size());
  vectors.promised = file->promised();
  return vectors;
}

TextCoverage coverage_of(const Dataset& texts, const WordVectors& vectors) {
  TextCoverage coverage;
  for (std::size_t row = 0; row < texts.size(); ++row) {
    for (const TokenId id : texts.ids(row)) {
      coverage.known += id != Vocabulary::kUnknownId ? 1 : 0;
      coverage.covered += vectors.found[static_cast<std::size_t>(id)] ? 1 : 0;
    }
  }
  return coverage;
}

std::string describe(const WordVectors& vectors) {
  std::string line = fmt::format("{} vectors", vectors.lines);
  if (vectors.skipped_lines > 0) {
    line += fmt::format(", {} skipped (", vectors.skipped_lines);
    for (const auto& [reason, count] : vectors.skipped) line += fmt::format("{} {}, ", count, reason);
    line.resize(line.size() - 2);
    line += fmt::format("; the first: {})", vectors.first_skipped);
  }
  if (vectors.repeated > 0) line += fmt::format(", {} repeated", vectors.repeated);
  if (vectors.promised && *vectors.promised != vectors.lines)
    line += fmt::format(", though the header promises {}", *vectors.promised);
  return line;
}

std::string to_word2vec_text(const Vocabulary& vocabulary, std::span<const float> rows, int64_t size) {
  const auto width = static_cast<std::size_t>(size);
  std::string text = fmt::format("{} {}\n", vocabulary.size() - 1, size);
  for (std::size_t id = Vocabulary::kPadId + 1; id < vocabulary.size(); ++id) {
    text += vocabulary.token(static_cast<TokenId>(id));
    for (const float number : rows.subspan(id * width, width)) {
      char digits[32];
      const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
      text += ' ';
      text.append(digits, end);
    }
    text += '\n';
  }
  return text;
}

}  // namespace sentiment
