#include "doctor/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/quote.h"

namespace sentiment {
namespace {

constexpr std::size_t kShownBefore = 20;

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

void RowTally::add(RowExample example) {
  ++rows;
  if (examples.size() < kMaxExamples) examples.push_back(std::move(example));
}

std::string one_line(const Verdict& verdict) {
  std::string line = verdict.part + ": " + verdict.fact;
  if (!verdict.examples.empty()) {
    const RowExample& first = verdict.examples.front();
    line += " (such as ";
    if (!first.twin.empty()) line += printable(first.twin) + " and ";
    line += printable(first.place) + ")";
  }
  return verdict.remedy.empty() ? line : line + "; " + verdict.remedy;
}

std::string excerpt(std::string_view text, std::size_t at, std::size_t max_bytes) {
  std::size_t end = std::min(text.size(), at + max_bytes);
  while (end < text.size() && continues_character(text[end])) ++end;
  return std::string(text.substr(at, end - at));
}

std::string excerpt_around(std::string_view text, std::size_t at) {
  std::size_t begin = at - std::min(at, kShownBefore);
  while (begin < at && continues_character(text[begin])) ++begin;
  return excerpt(text, begin);
}

double share_of(int64_t part, int64_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string percent(double share) { return fmt::format("{:.2f} %", 100.0 * share); }

}  // namespace sentiment
