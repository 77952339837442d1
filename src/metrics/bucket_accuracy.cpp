#include "metrics/bucket_accuracy.h"

#include <algorithm>

namespace sentiment {
namespace {

/// The outcomes, sorted by value, of places [begin, end).
Bucket bucket_of(const std::vector<Outcome>& sorted, std::size_t begin, std::size_t end) {
  Bucket bucket{.low = sorted[begin].value, .high = sorted[end - 1].value};
  for (std::size_t i = begin; i < end; ++i) {
    ++bucket.count;
    bucket.right += sorted[i].right ? 1 : 0;
  }
  return bucket;
}

void sort_by_value(std::vector<Outcome>& outcomes) {
  std::sort(outcomes.begin(), outcomes.end(),
            [](const Outcome& a, const Outcome& b) { return a.value < b.value; });
}

/// The first place from `at` on whose value differs from the one before.
std::size_t next_change(const std::vector<Outcome>& sorted, std::size_t at) {
  while (at > 0 && at < sorted.size() && sorted[at].value == sorted[at - 1].value) ++at;
  return at;
}

}  // namespace

double Bucket::accuracy() const {
  return count == 0 ? 0.0 : static_cast<double>(right) / static_cast<double>(count);
}

std::vector<Bucket> quantile_buckets(std::vector<Outcome> outcomes, std::size_t parts) {
  sort_by_value(outcomes);
  std::vector<Bucket> buckets;
  std::size_t begin = 0;
  for (std::size_t part = 1; part <= parts; ++part) {
    const std::size_t end = next_change(outcomes, part * outcomes.size() / parts);
    if (end <= begin) continue;  // equal values have filled the buckets before
    buckets.push_back(bucket_of(outcomes, begin, end));
    begin = end;
  }
  return buckets;
}

std::vector<Bucket> edge_buckets(std::span<const Outcome> outcomes, std::span<const double> edges) {
  std::vector<Outcome> sorted(outcomes.begin(), outcomes.end());
  sort_by_value(sorted);
  std::vector<Bucket> buckets;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= edges.size(); ++i) {
    std::size_t end = begin;
    while (end < sorted.size() && (i == edges.size() || sorted[end].value <= edges[i])) ++end;
    if (end > begin) buckets.push_back(bucket_of(sorted, begin, end));
    begin = end;
  }
  return buckets;
}

}  // namespace sentiment
