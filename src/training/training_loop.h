// Epochs, checkpoints, going back after a divergence, early stopping: what is the same whatever is trained.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "config/training_config.h"
#include "training/divergence.h"
#include "training/progress.h"
#include "training/schedule.h"
#include "training/training_end.h"
#include "training/training_state.h"

namespace sentiment {

/// Base of a `Trainer` that an `Observer` watches; both are named in training_loop.cpp. The trainer has
/// steps_per_epoch(), tensors(), set_state(tensors, progress), train_step(), which takes the next step of the
/// run unless its report is not finite, validate(), and best_model(validation).
template <class Trainer, class Observer>
class TrainingLoop {
 public:
  /// Trains until the last epoch, early stopping, divergence or the observer's wish. At a loss or gradient
  /// that is not finite that step is not taken, and training goes back to the end of the last epoch and on
  /// with half the learning rate, trainer.divergence_retries times in a run.
  TrainingEnd run(Observer& observer);

  const Progress& progress() const { return progress_; }
  int64_t total_steps() const { return self().steps_per_epoch() * settings_.epochs; }
  /// From 1: the epoch of the last step taken.
  int64_t epoch() const { return (std::max<int64_t>(progress_.step, 1) - 1) / self().steps_per_epoch() + 1; }

 protected:
  /// Borrows both.
  TrainingLoop(const TrainerConfig& settings, const CheckpointConfig& checkpoint)
      : settings_(settings), checkpoint_(checkpoint) {}

  /// What is gone back to from now on.
  void keep_good_state();

  Progress progress_;
  std::optional<GoodState> good_;

 private:
  enum class EpochEnd { kFinished, kInterrupted, kDiverged };
  EpochEnd run_epoch(Observer& observer);
  bool finish_epoch(Observer& observer);
  bool keep_books(const BestModel& found);
  bool go_back(Observer& observer);
  Trainer& self() { return static_cast<Trainer&>(*this); }
  const Trainer& self() const { return static_cast<const Trainer&>(*this); }

  const TrainerConfig& settings_;
  const CheckpointConfig& checkpoint_;
  Divergence divergence_;  // the last one
};

}  // namespace sentiment
