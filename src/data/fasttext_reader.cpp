#include "data/fasttext_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/quote.h"

namespace sentiment {
namespace {

constexpr std::string_view kBlanks = " \t";

std::string_view without_leading_blanks(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(kBlanks), text.size()));
}

/// The labels a line begins with, and what follows them.
struct LabelledLine {
  std::vector<std::string_view> labels;
  std::string_view text;
};

LabelledLine split_labels(std::string_view line) {
  LabelledLine split{.labels = {}, .text = line};
  for (std::string_view rest = without_leading_blanks(line); rest.starts_with(kFastTextPrefix);) {
    const std::size_t end = std::min(rest.find_first_of(kBlanks), rest.size());
    split.labels.push_back(rest.substr(kFastTextPrefix.size(), end - kFastTextPrefix.size()));
    split.text = rest = without_leading_blanks(rest.substr(end));
  }
  return split;
}

}  // namespace

FastTextReader::FastTextReader(std::unique_ptr<ByteSource> bytes, SourceName name, const RowFormat& format,
                               Wanted wanted)
    : name_(std::move(name)), wanted_(wanted), policy_(format), lines_(std::move(bytes), name_.full) {}

bool FastTextReader::next(Record& record) {
  std::string_view line;
  while (lines_.next(line)) {
    if (wanted_ == Wanted::kTextAndLabel && without_leading_blanks(line).empty()) {
      policy_.skip("empty line");
    } else if (admit(line, record)) {
      policy_.use();
      return true;
    }
  }
  return false;
}

/// Fills `record`; false if the row was rejected and counted.
bool FastTextReader::admit(std::string_view line, Record& record) {
  const std::string place = fmt::format("{}:{}", printable(name_.full), lines_.line_number());
  std::string bytes(line);
  if (!policy_.admit_utf8(bytes, place)) return false;
  const LabelledLine split = split_labels(bytes);
  const bool unlabelled = split.labels.empty() && wanted_ == Wanted::kText;
  if (split.labels.size() != 1 && !unlabelled) {
    policy_.reject(place, "not one label",
                   fmt::format("expected one label, as in \"{}pos\", at the line's start, found {}",
                               kFastTextPrefix, split.labels.size()));
    return false;
  }
  if (!unlabelled && split.labels.front().empty()) {
    policy_.reject(place, "no label", fmt::format("expected a label after {}, found none", kFastTextPrefix));
    return false;
  }
  record = Record{};
  record.text = split.text;
  record.has_label = !unlabelled;
  if (!unlabelled) record.label = split.labels.front();
  record.place = fmt::format("{}:{}", printable(name_.brief), lines_.line_number());
  return true;
}

}  // namespace sentiment
