#include "training/stuck_loss.h"

#include <algorithm>
#include <cmath>

namespace sentiment {
namespace {

constexpr int64_t kLongestWindow = 200;   // steps: thousands of reviews, so that an accuracy means something
constexpr int64_t kShortestWindow = 100;  // fewer prove nothing: many runs only begin to learn then
constexpr double kCloseTo = 0.01;         // of the guessing loss
constexpr double kDeviations = 2.0;       // of the accuracy of guessing

}  // namespace

StuckLoss::StuckLoss(const std::vector<int64_t>& label_counts, bool weighted, double smoothing,
                     int64_t total_steps)
    : window_(std::clamp(total_steps / 2, kShortestWindow, kLongestWindow)) {
  int64_t total = 0;
  for (const int64_t count : label_counts) total += count;
  const double even = 1.0 / static_cast<double>(label_counts.size());
  for (const int64_t count : label_counts) {
    const double frequency = static_cast<double>(count) / static_cast<double>(total);
    const double target = (1.0 - smoothing) * (weighted ? even : frequency) + smoothing * even;
    if (target > 0.0) guessing_loss_ -= target * std::log(target);
    guessing_accuracy_ = std::max(guessing_accuracy_, frequency);
  }
}

std::optional<StuckSteps> StuckLoss::add(StuckState& state, int64_t step, double loss, int64_t correct,
                                         int64_t reviews) const {
  ++state.steps;
  state.loss += loss * static_cast<double>(reviews);
  state.correct += correct;
  state.reviews += reviews;
  if (state.steps < window_) return std::nullopt;
  std::optional<StuckSteps> stuck;
  if (!state.said && step > window_ && is_stuck(state)) {
    const auto count = static_cast<double>(state.reviews);
    stuck = StuckSteps{.first = step - state.steps + 1,
                       .last = step,
                       .loss = state.loss / count,
                       .guessing_loss = guessing_loss_,
                       .accuracy = static_cast<double>(state.correct) / count};
  }
  state = StuckState{.said = state.said || stuck};
  return stuck;
}

bool StuckLoss::is_stuck(const StuckState& state) const {
  const auto count = static_cast<double>(state.reviews);
  const double deviation = std::sqrt(guessing_accuracy_ * (1.0 - guessing_accuracy_) / count);
  return std::fabs(state.loss / count - guessing_loss_) < kCloseTo * guessing_loss_ &&
         static_cast<double>(state.correct) / count < guessing_accuracy_ + kDeviations * deviation;
}

}  // namespace sentiment
