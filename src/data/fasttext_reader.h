// Records of fastText lines: `__label__x text`.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "data/line_source.h"
#include "data/record_reader.h"
#include "data/row_policy.h"

namespace sentiment {

/// What a labelled line begins with.
inline constexpr std::string_view kFastTextPrefix = "__label__";

class FastTextReader : public RecordReader {
 public:
  FastTextReader(std::unique_ptr<ByteSource> bytes, SourceName name, const RowFormat& format, Wanted wanted);

  bool next(Record& record) override;
  const std::vector<std::string>& columns() const override { return columns_; }
  const RowCounts& counts() const override { return policy_.counts(); }

 private:
  bool admit(std::string_view line, Record& record);

  SourceName name_;
  Wanted wanted_;
  RowPolicy policy_;
  LineSource lines_;
  std::vector<std::string> columns_;  // none
};

}  // namespace sentiment
