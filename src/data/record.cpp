#include "data/record.h"

namespace sentiment {

int64_t RowCounts::skipped_total() const {
  int64_t total = 0;
  for (const auto& [reason, count] : skipped) total += count;
  return total;
}

}  // namespace sentiment
