// The learning rate as a function of the step.
#pragma once

#include <cstdint>

#include "config/training_config.h"

namespace sentiment {

/// How far a plateau schedule has cut the rate; part of a run's state.
struct PlateauState {
  double scale = 1.0;  // what the cuts so far multiply the rate by
  int64_t stale = 0;   // validations since the last improvement or cut
};

class Schedule {
 public:
  /// `peak` is optimizer.learning_rate; total_steps and steps_per_epoch >= 1.
  Schedule(const ScheduleConfig& config, double peak, int64_t total_steps, int64_t steps_per_epoch);

  /// The rate of step 0 <= step < total_steps. All types rise over the first warmup_fraction of the steps:
  /// one_cycle from peak / 25 along a cosine, slanted_triangular linearly from peak / 32, the others linearly
  /// from peak / warm-up steps. Then constant stays, step cuts every step_epochs epochs, cosine falls to 0
  /// (Loshchilov and Hutter 2017), one_cycle to peak / 25e4 along a cosine (Smith and Topin 2018, with
  /// torch.optim's divisors), plateau multiplies by `plateau.scale`, and slanted_triangular, which starts at
  /// peak / 32, falls linearly back to it (Howard and Ruder 2018, equation 3).
  double rate(int64_t step, const PlateauState& plateau) const;

  /// Takes note of a validation.
  void after_validation(bool improved, PlateauState& plateau) const;

 private:
  double slanted(double height) const;
  double after_warmup(int64_t step, const PlateauState& plateau) const;

  ScheduleConfig config_;
  double peak_;
  int64_t total_steps_;
  int64_t steps_per_epoch_;
  int64_t warmup_steps_;
};

}  // namespace sentiment
