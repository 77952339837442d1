// Texts that a corpus holds more than once, to the letter or nearly so: within a part, under two labels, and
// in a part that is to judge what was learned from another.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/thread_pool.h"
#include "doctor/data_scan.h"
#include "doctor/verdict.h"

namespace sentiment {

/// Rows that have a twin.
struct TwinCount {
  RowTally tally;           // examples with their twins
  int64_t of = 0;           // rows looked at; those without a token are not
  int64_t other_label = 0;  // of the rows, those whose twin is labelled differently

  double share() const { return share_of(tally.rows, of); }
};

/// Rows of one part with a twin in another, or with an earlier one in their own.
struct PartOverlap {
  std::string part;
  std::string in;   // the same part, or one before it
  TwinCount exact;  // the same tokens
  TwinCount near;   // at least kNearSimilarity of the shingles; rows of `exact` are left out

  /// "within_train", "valid_in_train".
  std::string name() const;
};

struct TextOverlap {
  std::vector<PartOverlap> parts;
  TwinCount under_two_labels;       // training rows whose text occurs there with another label too
  TwinCount near_under_two_labels;  // training rows that are nearly the same as one of another label

  const PartOverlap* find(const std::string& part, const std::string& in) const;
};

TextOverlap find_overlap(const DataScan& scan, ThreadPool& pool);

}  // namespace sentiment
