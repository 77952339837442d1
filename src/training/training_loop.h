// Epochs, checkpoints, going back after a divergence, early stopping: what is the same whatever is trained.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "config/training_config.h"
#include "training/divergence.h"
#include "training/progress.h"
#include "training/schedule.h"
#include "training/training_end.h"
#include "training/training_state.h"
#include "training/unread_steps.h"

namespace sentiment {

/// Base of a `Trainer` that an `Observer` watches; both are named in training_loop.cpp. The trainer has
/// steps_per_epoch(), tensors(), set_state(tensors, progress), send_step(), which hands the next step of the
/// run to the device and adds it to unread_, note(report) of a step that was taken, validate(), and
/// best_model(validation).
template <class Trainer, class Observer>
class TrainingLoop {
 public:
  /// Trains until the last epoch, early stopping, divergence or the observer's wish. At a loss or gradient
  /// that is not finite that step is not taken, and training goes back to the end of the last epoch and on
  /// with half the learning rate, trainer.divergence_retries times in a run.
  TrainingEnd run(Observer& observer);

  /// Takes the next step of the run, unless its report is not finite.
  StepReport train_step() {
    self().send_step();
    return read_steps().back();
  }

  /// Within run(), of the steps that the observer was told of and, where a device is ahead, those sent to it.
  const Progress& progress() const { return progress_; }
  int64_t total_steps() const { return self().steps_per_epoch() * settings_.epochs; }
  /// From 1: the epoch of the last step taken, and of step `step`.
  int64_t epoch() const { return epoch_of(progress_.step); }
  int64_t epoch_of(int64_t step) const {
    return (std::max<int64_t>(step, 1) - 1) / self().steps_per_epoch() + 1;
  }

 protected:
  /// Borrows both. `runs_ahead`: steps are only sent to a device, and read once a second and when a line of
  /// the log, a checkpoint or the end of an epoch needs them; otherwise each at once.
  TrainingLoop(const TrainerConfig& settings, const CheckpointConfig& checkpoint, bool runs_ahead)
      : settings_(settings), checkpoint_(checkpoint), runs_ahead_(runs_ahead) {}

  /// The reports of the steps that were not read yet, up to the first that is not finite: progress stands
  /// behind the one before it.
  std::vector<StepReport> read_steps();

  /// What is gone back to from now on.
  void keep_good_state();

  Progress progress_;
  std::optional<GoodState> good_;
  UnreadSteps unread_;

 private:
  enum class EpochEnd { kFinished, kInterrupted, kDiverged };
  EpochEnd run_epoch(Observer& observer);
  bool report_steps(Observer& observer);
  bool finish_epoch(Observer& observer);
  bool keep_books(const BestModel& found);
  bool go_back(Observer& observer);
  Trainer& self() { return static_cast<Trainer&>(*this); }
  const Trainer& self() const { return static_cast<const Trainer&>(*this); }

  const TrainerConfig& settings_;
  const CheckpointConfig& checkpoint_;
  bool runs_ahead_;
  std::chrono::steady_clock::time_point last_read_{};
  Divergence divergence_;  // the last one
};

}  // namespace sentiment
