#include "training/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sentiment {
namespace {

constexpr double kStartDivisor = 25.0;  // torch.optim.lr_scheduler.OneCycleLR: div_factor
constexpr double kEndDivisor = 25e4;    // and div_factor * final_div_factor

constexpr double kSlantedRatio = 32.0;  // Howard and Ruder 2018, section 3.2

/// From `start` to `end` along half a cosine; `progress` in [0, 1].
double anneal(double start, double end, double progress) {
  return end + (start - end) / 2.0 * (1.0 + std::cos(std::numbers::pi * progress));
}

double ratio(int64_t part, int64_t whole) {
  return static_cast<double>(part) / static_cast<double>(std::max<int64_t>(whole, 1));
}

}  // namespace

Schedule::Schedule(const ScheduleConfig& config, double peak, int64_t total_steps, int64_t steps_per_epoch)
    : config_(config),
      peak_(peak),
      total_steps_(total_steps),
      steps_per_epoch_(steps_per_epoch),
      warmup_steps_(
          static_cast<int64_t>(std::llround(config.warmup_fraction * static_cast<double>(total_steps)))) {}

double Schedule::rate(int64_t step, const PlateauState& plateau) const {
  if (step >= warmup_steps_) return after_warmup(step, plateau);
  if (config_.type == ScheduleType::kOneCycle)
    return anneal(peak_ / kStartDivisor, peak_, ratio(step, warmup_steps_));
  if (config_.type == ScheduleType::kSlantedTriangular) return slanted(ratio(step, warmup_steps_));
  return peak_ * ratio(step + 1, warmup_steps_);
}

double Schedule::after_warmup(int64_t step, const PlateauState& plateau) const {
  // The last step reaches the end of the curve.
  const double progress = ratio(step - warmup_steps_, total_steps_ - warmup_steps_ - 1);
  switch (config_.type) {
    case ScheduleType::kStep: {
      const int64_t cuts = step / steps_per_epoch_ / config_.step_epochs;
      return peak_ * std::pow(config_.factor, static_cast<double>(cuts));
    }
    case ScheduleType::kCosine:
      return anneal(peak_, 0.0, progress);
    case ScheduleType::kOneCycle:
      return anneal(peak_, peak_ / kEndDivisor, progress);
    case ScheduleType::kPlateau:
      return peak_ * plateau.scale;
    case ScheduleType::kSlantedTriangular:
      return slanted(1.0 - progress);
    default:
      return peak_;
  }
}

/// `height` in [0, 1] of the triangle.
double Schedule::slanted(double height) const {
  return peak_ * (1.0 + height * (kSlantedRatio - 1.0)) / kSlantedRatio;
}

void Schedule::after_validation(bool improved, PlateauState& plateau) const {
  if (config_.type != ScheduleType::kPlateau) return;
  plateau.stale = improved ? 0 : plateau.stale + 1;
  if (plateau.stale <= config_.patience) return;
  plateau.scale *= config_.factor;
  plateau.stale = 0;
}

}  // namespace sentiment
