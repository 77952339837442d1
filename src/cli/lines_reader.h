// Plain text as rows: each line is one, whatever it holds.
#pragma once

#include <memory>
#include <string>

#include "data/line_source.h"
#include "data/record_reader.h"

namespace sentiment {

/// Empty lines, NUL, a UTF-16 byte order mark and bytes that are not UTF-8 are text like any other.
class LinesReader : public RecordReader {
 public:
  LinesReader(std::unique_ptr<ByteSource> bytes, std::string name)
      : lines_(std::move(bytes), std::move(name), ByteOrderMark::kKeepUtf16) {}

  bool next(Record& record) override;
  const std::vector<std::string>& columns() const override { return columns_; }
  const RowCounts& counts() const override { return counts_; }

 private:
  LineSource lines_;
  std::vector<std::string> columns_;  // none
  RowCounts counts_;
};

}  // namespace sentiment
