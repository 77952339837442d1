#include "analysis/turning_point.h"

#include <fmt/format.h>

#include <cmath>

#include "core/quote.h"

namespace sentiment {
namespace {

constexpr double kSmallestTurn = 0.1;

}  // namespace

std::optional<TurningPoint> turning_point(const Explanation& explanation) {
  const std::vector<double>& running = explanation.running_probability;
  const auto nth_read = [&](std::size_t n) { return explanation.read_backward ? running.size() - 1 - n : n; };
  std::optional<TurningPoint> best;
  double largest = 0.0;
  for (std::size_t n = 1; n < running.size(); ++n) {
    const std::size_t token = nth_read(n);
    const double before = running[nth_read(n - 1)];
    const double change = std::abs(running[token] - before);
    if (change < kSmallestTurn || change <= largest) continue;
    largest = change;
    best = TurningPoint{token, before, running[token]};
  }
  return best;
}

std::string sentence_of(const TurningPoint& turn, const Explanation& explanation, const std::string& label) {
  return fmt::format("after {} {} {} from {:.2f} to {:.2f}", quote(explanation.tokens[turn.token]),
                     printable(label), turn.after < turn.before ? "falls" : "rises", turn.before, turn.after);
}

}  // namespace sentiment
