#include "training/training_log.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "core/concat.h"
#include "core/files.h"
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

std::string place_in_run(const Trainer& trainer, int64_t epochs) {
  const int64_t step = (trainer.progress().step - 1) % trainer.steps_per_epoch() + 1;
  return concat("epoch ", trainer.epoch(), "/", epochs, "  step ", step, "/", trainer.steps_per_epoch());
}

/// JSON has no NaN: a number that is not finite becomes a string that says so.
Json number(double value) {
  if (std::isfinite(value)) return value;
  return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

/// The events up to `last_step`, a line each.
std::string events_until(int64_t last_step, const std::string& text) {
  std::size_t kept = 0;  // bytes
  for (std::size_t end; (end = text.find('\n', kept)) != std::string::npos; kept = end + 1) {
    try {
      if (parse_json(std::string_view(text).substr(kept, end - kept)).at("step").get<int64_t>() > last_step)
        break;
    } catch (const std::exception&) {
      break;  // what is no event of ours cannot have been followed by one
    }
  }
  return text.substr(0, kept);  // a kill may have cut the last line short
}

}  // namespace

MetricsFile::MetricsFile(std::filesystem::path path, int64_t last_step,
                         const std::optional<std::filesystem::path>& tensorboard)
    : path_(std::move(path)) {
  std::string events;
  if (std::filesystem::exists(path_)) {
    events = events_until(last_step, read_file(path_));
    replace_file(path_, events);
  }
  if (tensorboard) tensorboard_.emplace(*tensorboard, events);
}

void MetricsFile::append(const Json& event) {
  append_to_file(path_, dump_json(event) + "\n");
  if (tensorboard_) tensorboard_->append(event);
}

double unix_time() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<double>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count()) / 1000.0;
}

void IntervalLog::add(const Trainer& trainer, const StepReport& report, MetricsFile& metrics) {
  const Progress& progress = trainer.progress();
  ++sums_.steps;
  sums_.clipped += report.clip.clipped ? 1 : 0;
  sums_.reviews += report.reviews;
  sums_.correct += report.correct;
  sums_.tokens += report.tokens;
  sums_.loss += report.loss * static_cast<double>(report.reviews);
  sums_.norm += report.clip.norm;
  draw_progress(trainer, report);
  const bool finite = std::isfinite(report.loss) && std::isfinite(report.clip.norm);
  const bool epoch_ends = progress.step % trainer.steps_per_epoch() == 0;
  if (finite && progress.step % config_.log_every_steps != 0 && !epoch_ends) return;

  const auto reviews = static_cast<double>(sums_.reviews);
  const auto steps = static_cast<double>(sums_.steps);
  const double loss = sums_.loss / reviews;
  const double accuracy = static_cast<double>(sums_.correct) / reviews;
  const double norm = sums_.norm / steps;
  const double clipped = static_cast<double>(sums_.clipped) / steps;
  const double seconds = progress.seconds - seconds_at_start_;
  const double speed = seconds > 0.0 ? static_cast<double>(sums_.tokens) / seconds : 0.0;
  log_info(concat(place_in_run(trainer, config_.epochs), "  loss ", fixed(loss, 4), "  accuracy ",
                  fixed(accuracy, 4), "  lr ", scientific(report.learning_rate, 2), "  gradient norm ",
                  fixed(norm, 3), " (clipped ", fixed(100.0 * clipped, 0), "% of steps)  ",
                  fixed(speed / 1000.0, 1), "k tokens/s  ", clock_time(seconds_left(trainer)), " left"));
  metrics.append({{"event", "interval"},
                  {"time", unix_time()},
                  {"step", progress.step},
                  {"epoch", trainer.epoch()},
                  {"loss", number(loss)},
                  {"accuracy", accuracy},
                  {"learning_rate", report.learning_rate},
                  {"gradient_norm", number(norm)},
                  {"clipped_share", clipped},
                  {"tokens_per_second", speed}});
  sums_ = {};
  seconds_at_start_ = progress.seconds;
}

void IntervalLog::draw_progress(const Trainer& trainer, const StepReport& report) {
  if (!stderr_is_terminal()) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - last_drawn_ < kRedraw) return;
  last_drawn_ = now;
  const int64_t filled = trainer.progress().step * kBarWidth / trainer.total_steps();
  std::string bar;
  for (int64_t i = 0; i < kBarWidth; ++i) bar += i < filled ? "█" : "░";
  show_progress(concat(bar, " ", place_in_run(trainer, config_.epochs), "  loss ", fixed(report.loss, 3),
                       "  ", clock_time(seconds_left(trainer)), " left"));
}

std::string clock_time(double seconds) {
  const auto total = static_cast<int64_t>(std::llround(std::max(seconds, 0.0)));
  const auto two = [](int64_t n) { return n < 10 ? concat("0", n) : concat(n); };
  const std::string minutes = two(total / 60 % 60);
  return total < 3600 ? concat(minutes, ":", two(total % 60))
                      : concat(total / 3600, ":", minutes, ":", two(total % 60));
}

}  // namespace sentiment
