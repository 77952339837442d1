// What a run says while it trains: lines for people, one JSON object per event for metrics.jsonl.
//
// An "interval" has epoch, loss, accuracy, learning_rate, gradient_norm
// (the mean before clipping), clipped_share and tokens_per_second of the steps since the last one; with
// trainer.virtual_adversarial its virtual_adversarial_loss, unweighted; with
// trainer.diagnostics also gradient_norm_max, clipped_steps, with trainer.clip_value clipped_elements, and
// gradient_norms, the norm of each part of the network (analysis/gradient_record.h) at its last step alone.
//
// The sums since the last line are not part of a checkpoint: a resumed run's first interval begins where it
// goes on, so after a stop between two lines there is an interval of fewer steps, which the whole run has
// not.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "json/strict_json.h"
#include "training/metrics_file.h"
#include "training/trainer.h"

namespace sentiment {

/// Sums the steps between two lines of the log.
class IntervalLog {
 public:
  /// `seconds`: the run's training seconds so far.
  IntervalLog(const TrainerConfig& config, double seconds) : config_(config), seconds_at_start_(seconds) {}

  /// Takes note of a step; draws the progress bar on a terminal, and every log_every_steps steps (and at an
  /// epoch's end) writes a line and an event.
  void add(const Trainer& trainer, const StepReport& report, MetricsFile& metrics);

 private:
  struct Sums {
    int64_t steps = 0;
    int64_t clipped = 0;
    int64_t reviews = 0;
    int64_t correct = 0;
    int64_t tokens = 0;
    double loss = 0.0;
    double divergence = 0.0;
    double norm = 0.0;
    double largest_norm = 0.0;
    int64_t cut_elements = 0;
  };
  double steps() const { return static_cast<double>(sums_.steps); }
  double reviews() const { return static_cast<double>(sums_.reviews); }
  Json event(const Trainer& trainer, const StepReport& report) const;
  void draw_progress(const Trainer& trainer, const StepReport& report);

  const TrainerConfig& config_;
  Sums sums_;
  double seconds_at_start_;  // of the interval
  std::chrono::steady_clock::time_point last_drawn_;
};

/// The larger of two norms, NaN if either is: std::max would hide the one that matters.
double larger_norm(double a, double b);

/// Adds to an "interval" what trainer.diagnostics tells of its steps, but for gradient_norm_max.
void add_gradient(Json& interval, const TrainerConfig& config, int64_t clipped_steps,
                  int64_t clipped_elements, const std::vector<PartNorm>& parts);

/// "01:12", "1:02:03".
std::string clock_time(double seconds);

}  // namespace sentiment
