// The labels that are put in front of texts: which of them a text has, and whether each has a text.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "data/data_config.h"
#include "data/record_reader.h"

namespace sentiment {

class FrontLabels {
 public:
  /// None: no text has one, and none is looked for.
  FrontLabels(const std::vector<std::string>& labels, const RowFormat& rows);

  /// Throws DataError if the source has columns, but not one with labels.
  void expect_column(const std::string& location, const RecordReader& reader) const;

  /// One more than the number of the row's label, 0 if it has none of them; takes note of what it has.
  int32_t class_of(const Record& record);

  /// Throws DataError, with the labels that were found, if there is one that no row had.
  void expect_each() const;

 private:
  std::string label_column_;
  std::vector<std::string> labels_;
  std::map<std::string, int32_t> class_of_;
  std::vector<bool> found_;       // [labels]
  std::set<std::string> others_;  // some of those that no text is to have in front
};

}  // namespace sentiment
