#include "baselines/majority_baseline.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace sentiment {

MajorityBaseline::MajorityBaseline(std::span<const int64_t> label_counts)
    : label_(static_cast<int32_t>(std::ranges::max_element(label_counts) - label_counts.begin())) {}

double MajorityBaseline::accuracy(std::span<const int64_t> label_counts) const {
  const auto total = std::accumulate(label_counts.begin(), label_counts.end(), int64_t{0});
  if (total == 0) return 0.0;
  return static_cast<double>(label_counts[static_cast<std::size_t>(label_)]) / static_cast<double>(total);
}

}  // namespace sentiment
