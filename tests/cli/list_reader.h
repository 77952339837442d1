// Rows from memory, for tests of what is done with rows.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "data/record_reader.h"

namespace sentiment {

class ListReader : public RecordReader {
 public:
  /// After the rows comes the end, or a DataError if `error` is given.
  explicit ListReader(std::vector<Record> rows, std::optional<std::string> error = std::nullopt)
      : rows_(std::move(rows)), error_(std::move(error)) {}

  bool next(Record& record) override {
    if (at_ == rows_.size()) {
      if (error_) throw DataError(*error_);
      return false;
    }
    record = rows_[at_++];
    ++counts_.read;
    ++counts_.used;
    return true;
  }
  const std::vector<std::string>& columns() const override { return columns_; }
  const RowCounts& counts() const override { return counts_; }

 private:
  std::vector<Record> rows_;
  std::optional<std::string> error_;
  std::size_t at_ = 0;
  std::vector<std::string> columns_;
  RowCounts counts_;
};

/// A row as a reader of labelled data gives it.
inline Record row_of(const std::string& text, const std::string& label = "", const std::string& place = "") {
  Record row;
  row.text = text;
  row.label = label;
  row.has_label = !label.empty();
  row.place = place;
  return row;
}

}  // namespace sentiment
