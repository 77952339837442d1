// The validation part of a training set.
#pragma once

#include <cstdint>
#include <vector>

namespace sentiment {

struct Split {
  std::vector<int64_t> train;  // row numbers, ascending
  std::vector<int64_t> valid;
};

/// Takes `valid_fraction` of each label's rows (rounded, at least one and never all if a label has two rows
/// or more, none of a single row) at random. A function of its arguments.
Split stratified_split(const std::vector<int32_t>& labels, double valid_fraction, uint64_t seed);

}  // namespace sentiment
