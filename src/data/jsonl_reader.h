// Records of JSONL files: one JSON object a line.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "data/line_source.h"
#include "data/record_reader.h"
#include "data/row_policy.h"

namespace sentiment {

class JsonlReader : public RecordReader {
 public:
  JsonlReader(std::unique_ptr<ByteSource> bytes, SourceName name, const RowFormat& format, Wanted wanted);

  bool next(Record& record) override;
  const std::vector<std::string>& columns() const override { return columns_; }
  const RowCounts& counts() const override { return policy_.counts(); }

 private:
  bool admit(std::string_view line, Record& record);
  bool take_text(Json& row, Record& record, const std::string& place);
  bool take_label(const Json& row, Record& record, const std::string& place);

  SourceName name_;
  RowFormat format_;
  Wanted wanted_;
  RowPolicy policy_;
  LineSource lines_;
  std::vector<std::string> columns_;  // none
};

}  // namespace sentiment
