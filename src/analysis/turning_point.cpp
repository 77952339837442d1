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
  std::optional<TurningPoint> best;
  double largest = 0.0;
  for (std::size_t token = 1; token < running.size(); ++token) {
    const double change = std::abs(running[token] - running[token - 1]);
    if (change < kSmallestTurn || change <= largest) continue;
    largest = change;
    best = TurningPoint{token, running[token - 1], running[token]};
  }
  return best;
}

std::string sentence_of(const TurningPoint& turn, const Explanation& explanation, const std::string& label) {
  return fmt::format("after {} {} {} from {:.2f} to {:.2f}", quote(explanation.tokens[turn.token]),
                     printable(label), turn.after < turn.before ? "falls" : "rises", turn.before, turn.after);
}

}  // namespace sentiment
