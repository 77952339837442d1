#include "doctor/text_lengths.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace sentiment {
namespace {

/// The least length that so large a share of the texts does not exceed.
int64_t quantile(const std::vector<int64_t>& sorted, double share) {
  const double rank = std::ceil(share * static_cast<double>(sorted.size()));
  return sorted[std::max<std::size_t>(static_cast<std::size_t>(rank), 1) - 1];
}

/// The least limit for which the sum of min(length, limit) is so large a share of all tokens.
int64_t limit_that_keeps(const std::vector<int64_t>& sorted, double share) {
  const int64_t all = std::accumulate(sorted.begin(), sorted.end(), int64_t{0});
  const auto wanted = static_cast<int64_t>(std::ceil(share * static_cast<double>(all)));
  int64_t whole = 0;  // tokens of the texts that the limit leaves whole
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const auto longer = static_cast<int64_t>(sorted.size() - i);
    if (whole + longer * sorted[i] >= wanted) return (wanted - whole + longer - 1) / longer;
    whole += sorted[i];
  }
  return 0;
}

}  // namespace

TextLengths measure_lengths(std::vector<int64_t> lengths) {
  if (lengths.empty()) return {};
  std::sort(lengths.begin(), lengths.end());
  return {.median = quantile(lengths, 0.5),
          .longest = lengths.back(),
          .keeps_95_of_texts = quantile(lengths, 0.95),
          .keeps_99_of_texts = quantile(lengths, 0.99),
          .keeps_95_of_tokens = limit_that_keeps(lengths, 0.95),
          .keeps_99_of_tokens = limit_that_keeps(lengths, 0.99)};
}

}  // namespace sentiment
