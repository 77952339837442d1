// One row of a data file, and what became of all of them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "json/strict_json.h"

namespace sentiment {

struct Record {
  std::string text;
  std::string label;  // empty if the row has none
  bool has_label = false;
  Json id;                         // JSONL's "id"; null elsewhere
  std::vector<std::string> cells;  // CSV and TSV: the whole row as read
  std::string place;               // "reviews.csv:17", "train/pos/0_9.txt"
};

/// read = used + the sum of skipped.
struct RowCounts {
  int64_t read = 0;
  int64_t used = 0;
  std::map<std::string, int64_t> skipped;  // by reason, such as "label not in data.labels"

  int64_t skipped_total() const;
};

}  // namespace sentiment
