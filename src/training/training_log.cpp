#include "training/training_log.h"

#include <algorithm>
#include <cmath>

#include "core/concat.h"
#include "core/log.h"

namespace sentiment {
namespace {

constexpr auto kRedraw = std::chrono::milliseconds(100);
constexpr int64_t kBarWidth = 24;

double seconds_left(const Trainer& trainer) {
  const Progress& progress = trainer.progress();
  const auto remaining = static_cast<double>(trainer.total_steps() - progress.step);
  return progress.seconds / static_cast<double>(std::max<int64_t>(progress.step, 1)) * remaining;
}

std::string place_in_run(const Trainer& trainer, int64_t number, int64_t epochs) {
  const int64_t step = (number - 1) % trainer.steps_per_epoch() + 1;
  return concat("epoch ", trainer.epoch_of(number), "/", epochs, "  step ", step, "/",
                trainer.steps_per_epoch());
}

}  // namespace

void IntervalLog::add(const Trainer& trainer, const StepReport& report, MetricsFile& metrics) {
  ++sums_.steps;
  sums_.clipped += report.clip.clipped ? 1 : 0;
  sums_.reviews += report.reviews;
  sums_.correct += report.correct;
  sums_.tokens += report.tokens;
  sums_.loss += report.loss * static_cast<double>(report.reviews);
  sums_.divergence += report.divergence.value_or(0.0);
  sums_.norm += report.clip.norm;
  sums_.largest_norm = larger_norm(sums_.largest_norm, report.clip.norm);
  sums_.cut_elements += report.cut_elements;
  draw_progress(trainer, report);
  const bool epoch_ends = report.step % trainer.steps_per_epoch() == 0;
  if (report.is_finite() && report.step % config_.log_every_steps != 0 && !epoch_ends) return;

  const Json event = this->event(trainer, report);
  const auto share = event["clipped_share"].get<double>();
  log_info(concat(place_in_run(trainer, report.step, config_.epochs), "  loss ",
                  fixed(sums_.loss / reviews(), 4), "  accuracy ", fixed(event["accuracy"].get<double>(), 4),
                  "  lr ", scientific(report.learning_rate, 2), "  gradient norm ",
                  fixed(sums_.norm / steps(), 3), " (clipped ", fixed(100.0 * share, 0), "% of steps)  ",
                  fixed(event["tokens_per_second"].get<double>() / 1000.0, 1), "k tokens/s  ",
                  clock_time(seconds_left(trainer)), " left"));
  metrics.append(event);
  sums_ = {};
  seconds_at_start_ = trainer.progress().seconds;
}

Json IntervalLog::event(const Trainer& trainer, const StepReport& report) const {
  const double seconds = trainer.progress().seconds - seconds_at_start_;
  Json event = {{"event", "interval"},
                {"time", unix_time()},
                {"step", report.step},
                {"epoch", trainer.epoch_of(report.step)},
                {"loss", finite_or_name(sums_.loss / reviews())},
                {"accuracy", static_cast<double>(sums_.correct) / reviews()},
                {"learning_rate", report.learning_rate},
                {"gradient_norm", finite_or_name(sums_.norm / steps())},
                {"clipped_share", static_cast<double>(sums_.clipped) / steps()},
                {"tokens_per_second", seconds > 0.0 ? static_cast<double>(sums_.tokens) / seconds : 0.0}};
  if (config_.virtual_adversarial.epsilon)
    event["virtual_adversarial_loss"] = finite_or_name(sums_.divergence / steps());
  if (!config_.diagnostics) return event;
  event["gradient_norm_max"] = finite_or_name(sums_.largest_norm);
  add_gradient(event, config_, sums_.clipped, sums_.cut_elements, report.parts);
  return event;
}

void IntervalLog::draw_progress(const Trainer& trainer, const StepReport& report) {
  if (!stderr_is_terminal()) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - last_drawn_ < kRedraw) return;
  last_drawn_ = now;
  const int64_t filled = report.step * kBarWidth / trainer.total_steps();
  std::string bar;
  for (int64_t i = 0; i < kBarWidth; ++i) bar += i < filled ? "█" : "░";
  show_progress(concat(bar, " ", place_in_run(trainer, report.step, config_.epochs), "  loss ",
                       fixed(report.loss, 3), "  ", clock_time(seconds_left(trainer)), " left"));
}

double larger_norm(double a, double b) { return std::isnan(a) || a > b ? a : b; }

void add_gradient(Json& interval, const TrainerConfig& config, int64_t clipped_steps,
                  int64_t clipped_elements, const std::vector<PartNorm>& parts) {
  interval["clipped_steps"] = clipped_steps;
  if (config.clip_value) interval["clipped_elements"] = clipped_elements;
  if (parts.empty()) return;
  Json& norms = interval["gradient_norms"] = Json::object();
  for (const PartNorm& part : parts) norms[part.name] = finite_or_name(part.norm);
}

std::string clock_time(double seconds) {
  const auto total = static_cast<int64_t>(std::llround(std::max(seconds, 0.0)));
  const auto two = [](int64_t n) { return n < 10 ? concat("0", n) : concat(n); };
  const std::string minutes = two(total / 60 % 60);
  return total < 3600 ? concat(minutes, ":", two(total % 60))
                      : concat(total / 3600, ":", minutes, ":", two(total % 60));
}

}  // namespace sentiment
