#include "data/split.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>

#include "core/random.h"

namespace sentiment {
namespace {

/// How many of `rows` rows to set aside; one at least is left to train on.
std::size_t valid_count(std::size_t rows, double valid_fraction) {
  if (rows < 2) return 0;
  const auto wanted = static_cast<std::size_t>(
      std::llround(static_cast<double>(rows) * std::clamp(valid_fraction, 0.0, 1.0)));
  return std::clamp<std::size_t>(wanted, 1, rows - 1);
}

}  // namespace

Split stratified_split(const std::vector<int32_t>& labels, double valid_fraction, uint64_t seed) {
  std::map<int32_t, std::vector<int64_t>> rows_of;
  for (std::size_t row = 0; row < labels.size(); ++row) {
    rows_of[labels[row]].push_back(static_cast<int64_t>(row));
  }
  Split split;
  for (auto& [label, rows] : rows_of) {
    shuffle(rows, RandomStream(seed, RandomUse::kValidationSplit, {static_cast<uint64_t>(label)}));
    const auto middle = rows.begin() + static_cast<std::ptrdiff_t>(valid_count(rows.size(), valid_fraction));
    split.valid.insert(split.valid.end(), rows.begin(), middle);
    split.train.insert(split.train.end(), middle, rows.end());
  }
  std::sort(split.train.begin(), split.train.end());
  std::sort(split.valid.begin(), split.valid.end());
  return split;
}

}  // namespace sentiment
