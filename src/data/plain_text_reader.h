// Records of plain text: each line is one, without a label.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "data/line_source.h"
#include "data/record_reader.h"
#include "data/row_policy.h"

namespace sentiment {

class PlainTextReader : public RecordReader {
 public:
  PlainTextReader(std::unique_ptr<ByteSource> bytes, SourceName name, const RowFormat& format);

  bool next(Record& record) override;
  const std::vector<std::string>& columns() const override { return columns_; }
  const RowCounts& counts() const override { return policy_.counts(); }

 private:
  SourceName name_;
  RowPolicy policy_;
  LineSource lines_;
  std::vector<std::string> columns_;  // none
};

/// Opens texts whose labels, if they have any, do not matter: what open_records opens, and files named .txt
/// that are not fastText's, a text on each line. Throws as open_records does.
std::unique_ptr<RecordReader> open_texts(const std::string& location, const RowFormat& format);

}  // namespace sentiment
