// Records of CSV and TSV files with a header row.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "data/csv_parser.h"
#include "data/record_reader.h"
#include "data/row_policy.h"

namespace sentiment {

class CsvReader : public RecordReader {
 public:
  /// Reads the header row. Throws DataError if there is none or a wanted column is missing or there twice.
  CsvReader(std::unique_ptr<ByteSource> bytes, char separator, SourceName name, const RowFormat& format,
            Wanted wanted);

  bool next(Record& record) override;
  const std::vector<std::string>& columns() const override { return columns_; }
  const RowCounts& counts() const override { return policy_.counts(); }

 private:
  void read_header();
  std::size_t find_column(const std::string& column, const char* setting) const;
  bool take(CsvRow& row, Record& record);
  bool admit(CsvRow& row, const std::string& place);
  bool admit_cells(std::vector<std::string>& cells, const std::string& place);

  SourceName name_;
  RowFormat format_;
  Wanted wanted_;
  RowPolicy policy_;
  CsvParser parser_;
  std::vector<std::string> columns_;
  std::size_t text_column_ = 0;
  std::optional<std::size_t> label_column_;  // none: not wanted and not there
};

}  // namespace sentiment
