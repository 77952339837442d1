#include "metrics/significance.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

#include "core/random.h"

namespace sentiment {
namespace {

/// Probability of k heads among n tosses of a fair coin.
double binomial_share(int64_t n, int64_t k) {
  const auto log_factorial = [](int64_t of) { return std::lgamma(static_cast<double>(of) + 1.0); };
  return std::exp(log_factorial(n) - log_factorial(k) - log_factorial(n - k) -
                  static_cast<double>(n) * std::numbers::ln2);
}

/// Probability of at most k heads, given that of k; k <= n / 2, so that the terms fall.
double binomial_sum(int64_t n, int64_t k, double share) {
  double sum = 0.0;
  for (; k >= 0 && sum + share != sum; --k) {
    sum += share;
    share *= static_cast<double>(k) / static_cast<double>(n - k + 1);
  }
  return sum;
}

/// Examples that B had right less those that A had, among as many drawn with replacement.
int64_t resampled_difference(const PairedCounts& counts, const RandomStream& random) {
  const auto total = static_cast<uint64_t>(counts.total());
  const auto a = static_cast<uint64_t>(counts.only_a_right);
  const uint64_t b = a + static_cast<uint64_t>(counts.only_b_right);
  int64_t difference = 0;
  for (uint64_t i = 0; i < total; ++i) {
    const uint64_t example = random.below(i, total);  // as if A's came first, B's next, and then all others
    difference += static_cast<int64_t>(example < b) - 2 * static_cast<int64_t>(example < a);
  }
  return difference;
}

}  // namespace

void PairedCounts::add(bool a_right, bool b_right) {
  ++(a_right ? (b_right ? both_right : only_a_right) : (b_right ? only_b_right : both_wrong));
}

double PairedCounts::difference() const {
  return total() == 0 ? 0.0 : static_cast<double>(only_b_right - only_a_right) / static_cast<double>(total());
}

McNemarTest mcnemar(const PairedCounts& counts) {
  const int64_t fewer = std::min(counts.only_a_right, counts.only_b_right);
  const int64_t differing = counts.only_a_right + counts.only_b_right;
  if (differing == 2 * fewer) return {};
  const double observed = binomial_share(differing, fewer);
  const double exact = std::min(1.0, 2.0 * binomial_sum(differing, fewer, observed));
  return {.exact_p = exact, .mid_p = exact - observed};
}

Interval bootstrap_difference(const PairedCounts& counts, ThreadPool& pool, int64_t draws, uint64_t seed) {
  if (counts.total() == 0) return {-1.0, 1.0};
  std::vector<int64_t> differences(static_cast<std::size_t>(draws));
  pool.run(differences.size(), [&](std::size_t draw) {
    differences[draw] = resampled_difference(counts, RandomStream(seed, RandomUse::kBootstrap, {draw}));
  });
  std::sort(differences.begin(), differences.end());
  const std::size_t below = (differences.size() + 1) / 40;  // 2.5 % of the draws
  const auto share = [&](int64_t difference) {
    return static_cast<double>(difference) / static_cast<double>(counts.total());
  };
  return {share(differences[below - 1]), share(differences[differences.size() - below])};
}

}  // namespace sentiment
