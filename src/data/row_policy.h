// What becomes of rows that cannot be used as they are, and the count of all rows.
#pragma once

#include <string>

#include "data/data_config.h"
#include "data/record.h"

namespace sentiment {

class RowPolicy {
 public:
  explicit RowPolicy(const RowFormat& format);

  const RowCounts& counts() const { return counts_; }

  /// A row that is handed on.
  void use();

  /// Rows that are no examples, such as empty lines.
  void skip(const std::string& reason, int64_t rows = 1);

  /// A malformed row: throws DataError "PLACE: PROBLEM; ..." or counts it under `reason`, as on_bad_row says.
  void reject(const std::string& place, const std::string& reason, const std::string& problem);

  /// Makes `bytes` valid UTF-8 as on_invalid_utf8 says. Throws DataError; false if the row is to be skipped,
  /// and then it has been counted.
  bool admit_utf8(std::string& bytes, const std::string& place);

 private:
  BadRow on_bad_row_;
  InvalidUtf8 on_invalid_utf8_;
  RowCounts counts_;
};

/// How messages and records call a source: in full, and by its last part alone.
struct SourceName {
  std::string full;
  std::string brief;
};

}  // namespace sentiment
