#include "training/stuck_loss.h"

#include <algorithm>
#include <cmath>

namespace sentiment {
namespace {

constexpr int64_t kLongestWindow = 200;  // steps: thousands of reviews, so that an accuracy means something
constexpr int64_t kShortestWindow = 25;
constexpr double kCloseTo = 0.01;    // of the guessing loss
constexpr double kDeviations = 2.0;  // of the accuracy of guessing

}  // namespace

StuckLoss::StuckLoss(const std::vector<int64_t>& label_counts, bool weighted, double smoothing,
                     int64_t total_steps)
    : window_(std::clamp(total_steps / 4, kShortestWindow, kLongestWindow)) {
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

std::optional<StuckSteps> StuckLoss::add(int64_t step, double loss, int64_t correct, int64_t reviews) {
  if (step != last_step_ + 1) begin_window();  // training went back, or was resumed
  last_step_ = step;
  ++steps_;
  loss_ += loss * static_cast<double>(reviews);
  correct_ += correct;
  reviews_ += reviews;
  if (steps_ < window_) return std::nullopt;
  std::optional<StuckSteps> stuck;
  if (!said_ && step > window_ && is_stuck()) {
    const auto count = static_cast<double>(reviews_);
    stuck = StuckSteps{.first = step - steps_ + 1,
                       .last = step,
                       .loss = loss_ / count,
                       .guessing_loss = guessing_loss_,
                       .accuracy = static_cast<double>(correct_) / count};
    said_ = true;
  }
  begin_window();
  return stuck;
}

void StuckLoss::begin_window() {
  steps_ = correct_ = reviews_ = 0;
  loss_ = 0.0;
}

bool StuckLoss::is_stuck() const {
  const auto count = static_cast<double>(reviews_);
  const double deviation = std::sqrt(guessing_accuracy_ * (1.0 - guessing_accuracy_) / count);
  return std::fabs(loss_ / count - guessing_loss_) < kCloseTo * guessing_loss_ &&
         static_cast<double>(correct_) / count < guessing_accuracy_ + kDeviations * deviation;
}

}  // namespace sentiment
