// Records of a folder of reviews.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/record_reader.h"
#include "data/review_folder.h"
#include "data/row_policy.h"

namespace sentiment {

class FolderReader : public RecordReader {
 public:
  /// `name.brief` is what places begin with. With `root`, texts are read from the files below it, else they
  /// are in `folder` already.
  FolderReader(SourceName name, ReviewFolder folder, std::optional<std::filesystem::path> root,
               const RowFormat& format);

  bool next(Record& record) override;
  const std::vector<std::string>& columns() const override { return columns_; }
  const RowCounts& counts() const override { return policy_.counts(); }

 private:
  std::string take_text(ReviewFile& file) const;
  bool admit(ReviewFile& file, const std::string& place);

  SourceName name_;
  ReviewFolder folder_;
  std::optional<std::filesystem::path> root_;
  RowPolicy policy_;
  std::size_t at_ = 0;
  std::vector<std::string> columns_;  // none
};

}  // namespace sentiment
