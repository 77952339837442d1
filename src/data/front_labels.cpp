#include "data/front_labels.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "core/quote.h"

namespace sentiment {
namespace {

constexpr std::size_t kMaxOthers = 100;  // more than a message names

}  // namespace

FrontLabels::FrontLabels(const std::vector<std::string>& labels, const RowFormat& rows)
    : label_column_(rows.label_column), labels_(labels), found_(labels.size()) {
  for (std::size_t i = 0; i < labels.size(); ++i) class_of_[labels[i]] = static_cast<int32_t>(i) + 1;
}

void FrontLabels::expect_column(const std::string& location, const RecordReader& reader) const {
  const std::vector<std::string>& columns = reader.columns();
  if (labels_.empty() || columns.empty()) return;
  const auto found = std::count(columns.begin(), columns.end(), label_column_);
  if (found == 1) return;
  throw DataError(
      fmt::format("{}: expected one column {} with the labels of data.labels, found {}; name it with "
                  "data.label_column",
                  printable(location), quote(label_column_), found == 0 ? "none" : "several"));
}

int32_t FrontLabels::class_of(const Record& record) {
  if (labels_.empty() || !record.has_label) return 0;
  const auto place = class_of_.find(record.label);
  if (place == class_of_.end()) {
    if (others_.size() < kMaxOthers) others_.insert(record.label);
    return 0;
  }
  found_[static_cast<std::size_t>(place->second) - 1] = true;
  return place->second;
}

void FrontLabels::expect_each() const {
  const auto missing = std::find(found_.begin(), found_.end(), false);
  if (missing == found_.end()) return;
  std::vector<std::string> seen;
  for (std::size_t i = 0; i < labels_.size(); ++i)
    if (found_[i]) seen.push_back(labels_[i]);
  seen.insert(seen.end(), others_.begin(), others_.end());
  throw DataError(fmt::format(
      "data.labels: expected texts with each label, found none with {}; those of the texts are {}; correct "
      "data.labels, or name the labels' column with data.label_column (now {})",
      quote(labels_[static_cast<std::size_t>(missing - found_.begin())]),
      seen.empty() ? "none at all" : quote_list(seen), quote(label_column_)));
}

}  // namespace sentiment
