#include "data/source_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "core/error.h"
#include "core/quote.h"
#include "data/name_limits.h"
#include "data/plain_text_reader.h"
#include "data/record_reader.h"

namespace sentiment {
namespace {

constexpr const char* kUnlistedLabel = "label not in data.labels";

/// That the labels are names, as far as their number and their length can tell.
void expect_names(const std::set<std::string>& labels, const DataConfig& data) {
  const auto refuse = [&](const std::string& expected, const std::string& found) {
    throw DataError(
        fmt::format("{}: expected {} in the training part, found {}; name the labels' column with "
                    "data.label_column (now {}), or list the labels to use in data.labels",
                    printable(data.train), expected, found, quote(data.rows.label_column)));
  };
  if (labels.size() > kMaxLabels) {
    refuse(fmt::format("at most {} labels", kMaxLabels), fmt::format("{}", labels.size()));
  }
  for (const std::string& label : labels) {
    if (label.size() > kMaxLabelBytes) {
      refuse(fmt::format("labels of at most {} bytes", kMaxLabelBytes),
             fmt::format("{} of {}", quote(label), label.size()));
    }
  }
}

}  // namespace

SourceRows read_labelled_rows(const std::string& location, const DataConfig& data) {
  SourceRows part;
  const auto reader = open_records(location, data.rows, Wanted::kTextAndLabel);
  int64_t unlisted = 0;
  for (Record record; reader->next(record);) {
    if (data.labels &&
        std::find(data.labels->begin(), data.labels->end(), record.label) == data.labels->end()) {
      ++unlisted;
      continue;
    }
    part.texts.push_back(std::move(record.text));
    part.labels.push_back(std::move(record.label));
    part.places.push_back(std::move(record.place));
  }
  part.rows = reader->counts();
  part.rows.used -= unlisted;
  if (unlisted > 0) part.rows.skipped[kUnlistedLabel] += unlisted;
  if (part.texts.empty()) {
    throw DataError(fmt::format("{}: expected labelled rows, found none usable (read {}, skipped {})",
                                printable(location), part.rows.read, part.rows.skipped_total()));
  }
  return part;
}

SourceRows read_text_rows(const std::string& location, const DataConfig& data) {
  SourceRows part;
  const auto reader = open_texts(location, data.rows);
  for (Record record; reader->next(record);) {
    part.texts.push_back(std::move(record.text));
    part.labels.emplace_back();
    part.places.push_back(std::move(record.place));
  }
  part.rows = reader->counts();
  return part;
}

std::vector<std::string> labels_of(const SourceRows& train, const DataConfig& data) {
  const std::set<std::string> seen(train.labels.begin(), train.labels.end());
  if (seen.size() < 2) {
    throw DataError(fmt::format("{}: expected at least two labels in the training part, found only {}",
                                printable(data.train), quote(*seen.begin())));
  }
  if (data.labels) return *data.labels;
  expect_names(seen, data);
  return {seen.begin(), seen.end()};
}

std::vector<int32_t> class_numbers(const SourceRows& rows, const std::vector<std::string>& labels) {
  std::map<std::string_view, int32_t> number_of;
  for (std::size_t i = 0; i < labels.size(); ++i) number_of[labels[i]] = static_cast<int32_t>(i);
  std::vector<int32_t> numbers;
  numbers.reserve(rows.labels.size());
  for (std::size_t row = 0; row < rows.labels.size(); ++row) {
    const auto found = number_of.find(rows.labels[row]);
    if (found == number_of.end()) {
      throw DataError(
          fmt::format("{}: label {} does not occur in the training part; correct it, or list the labels to "
                      "use in data.labels and rows with others are skipped",
                      printable(rows.places[row]), quote(rows.labels[row])));
    }
    numbers.push_back(found->second);
  }
  return numbers;
}

}  // namespace sentiment
