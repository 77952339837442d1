// Accuracy by a property of the examples, such as their length: where a model fails.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "metrics/classification_report.h"

namespace sentiment {

/// A property of an example, and whether its label was found.
struct Outcome {
  double value = 0.0;
  bool right = false;
};

/// The examples whose value lies in [low, high].
struct Bucket {
  double low = 0.0;   // smallest value in it
  double high = 0.0;  // largest
  int64_t count = 0;
  int64_t right = 0;
  double accuracy() const;
  Interval interval() const { return wilson_interval(right, count); }
};

/// At most `parts` >= 1 buckets of about equally many examples, from low to high; equal values are never
/// parted. None of them is empty.
std::vector<Bucket> quantile_buckets(std::vector<Outcome> outcomes, std::size_t parts);

/// Buckets that end with each of `edges` (rising) and one for what lies above the last; empty ones are left
/// out.
std::vector<Bucket> edge_buckets(std::span<const Outcome> outcomes, std::span<const double> edges);

}  // namespace sentiment
