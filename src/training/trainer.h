// Epochs, steps, validation, when to save; nothing else. What is done with the reports is the observer's
// business.
#pragma once

#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "config/experiment_config.h"
#include "data/batch_sampler.h"
#include "data/corpus.h"
#include "nn/network.h"
#include "training/batch_loss.h"
#include "training/divergence.h"
#include "training/gradient_clipping.h"
#include "training/layer_schedule.h"
#include "training/optimizer.h"
#include "training/progress.h"
#include "training/schedule.h"
#include "training/training_end.h"
#include "training/training_state.h"
#include "training/unlabelled_batches.h"
#include "training/validation.h"

namespace sentiment {

/// One optimizer step.
struct StepReport {
  double loss = 0.0;  // nats per review
  int64_t reviews = 0;
  int64_t correct = 0;
  int64_t tokens = 0;  // real ones
  double learning_rate = 0.0;
  ClipReport clip;
  int64_t cut_elements = 0;         // by clip_value, with trainer.diagnostics
  std::vector<PartNorm> parts;      // with trainer.diagnostics, at the steps that end a line of the log
  std::optional<StuckSteps> stuck;  // with trainer.diagnostics, once
  bool is_finite() const { return std::isfinite(loss) && std::isfinite(clip.norm); }
};

class Trainer;

class TrainingObserver {
 public:
  virtual ~TrainingObserver() = default;
  virtual void on_step(const Trainer& trainer, const StepReport& report) = 0;
  /// After each epoch; `improved` if the model is the best so far.
  virtual void on_validation(const Trainer& trainer, const Validation& validation, bool improved) = 0;
  /// The state is worth keeping: the start, every checkpoint.every_steps, each epoch's end, an interruption.
  virtual void on_checkpoint(const Trainer& trainer) = 0;
  /// Training has gone back to an earlier step; on_checkpoint follows.
  virtual void on_divergence(const Trainer&, const Divergence&) {}
  /// Asked between steps: whether to save and stop.
  virtual bool wants_to_stop() = 0;
};

class Trainer {
 public:
  /// Borrows config and corpus; they must outlive the trainer. With `fused` through our own kernels on these
  /// threads, which needs the CPU; without it through libtorch.
  Trainer(const ExperimentConfig& config, const Corpus& corpus, const Parameters& initial, at::Device device,
          std::shared_ptr<ThreadPool> fused = nullptr);

  /// Continues a run. Throws FormatError if the tensors are not this run's. `good` as good_state() gave it
  /// then; without one, what is restored is the state to go back to.
  void restore(const TrainerTensors& tensors, const Progress& progress,
               std::optional<GoodState> good = std::nullopt);
  TrainerTensors tensors() const;
  /// Within an epoch, what belongs to the state besides tensors and progress; null where those are it.
  const GoodState* good_state() const;

  /// Trains until the last epoch, early stopping, divergence or the observer's wish. At a loss or gradient
  /// that is not finite that step is not taken, and training goes back to the end of the last epoch and on
  /// with half the learning rate, trainer.divergence_retries times in a run.
  TrainingEnd run(TrainingObserver& observer);

  /// Trains on one batch of the given epoch.
  StepReport train_step(const std::vector<int64_t>& rows);

  /// The weights that are validated and kept: the moving average if there is one.
  const Network& kept_network() const { return average_ ? *average_ : network_; }
  const Network& network() const { return network_; }
  const LayerSchedule& layer_schedule() const { return layer_schedule_; }
  const Progress& progress() const { return progress_; }
  int64_t steps_per_epoch() const { return sampler_.batch_count(); }
  int64_t total_steps() const { return steps_per_epoch() * config_.trainer.epochs; }
  /// From 1: the epoch of the last step taken.
  int64_t epoch() const { return (std::max<int64_t>(progress_.step, 1) - 1) / steps_per_epoch() + 1; }

 private:
  enum class EpochEnd { kFinished, kInterrupted, kDiverged };
  EpochEnd run_epoch(TrainingObserver& observer);
  bool finish_epoch(TrainingObserver& observer);
  bool go_back(TrainingObserver& observer);
  void keep_good_state();
  void set_state(const TrainerTensors& tensors, const Progress& progress);
  BatchLoss backward(Batch& batch, const Dropout& dropout);
  void add_virtual_adversary(Batch& batch, const Dropout& dropout);
  void average_statistics(const OptimizerStep& step) const;
  void unfreeze();
  void look_at_gradient(const Batch& batch, StepReport& report, StepGradient& gradient) const;

  const ExperimentConfig& config_;
  const Corpus& corpus_;
  at::Device device_;
  std::shared_ptr<ThreadPool> fused_;  // null: libtorch
  Network network_;
  std::optional<Network> average_;
  BatchSampler sampler_;
  std::optional<UnlabelledBatches> unlabelled_;
  LayerSchedule layer_schedule_;
  Optimizer optimizer_;
  Schedule schedule_;
  LossOptions loss_options_;
  StuckLoss stuck_;
  Progress progress_;
  std::optional<GoodState> good_;
  Divergence divergence_;  // the last one
};

}  // namespace sentiment
