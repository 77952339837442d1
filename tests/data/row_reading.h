// Reading a source to its end, as tests need it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "data/record_reader.h"

namespace sentiment {

struct ReadRows {
  std::vector<Record> records;
  RowCounts counts;

  /// "label|text" of each record.
  std::vector<std::string> rows() const {
    std::vector<std::string> list;
    for (const Record& record : records) list.push_back(record.label + "|" + record.text);
    return list;
  }
  std::vector<std::string> places() const {
    std::vector<std::string> list;
    for (const Record& record : records) list.push_back(record.place);
    return list;
  }
};

/// All records; fails the test if the counts do not add up.
inline ReadRows read_rows(RecordReader& reader) {
  ReadRows all;
  for (Record record; reader.next(record);) all.records.push_back(std::move(record));
  all.counts = reader.counts();
  EXPECT_EQ(all.counts.used, static_cast<int64_t>(all.records.size()));
  EXPECT_EQ(all.counts.read, all.counts.used + all.counts.skipped_total());
  return all;
}

inline ReadRows read_rows(const std::string& location, const RowFormat& format = {},
                          Wanted wanted = Wanted::kTextAndLabel) {
  return read_rows(*open_records(location, format, wanted));
}

using Skipped = std::map<std::string, int64_t>;
using Rows = std::vector<std::string>;

}  // namespace sentiment
