// Epochs, steps, validation, when to save; nothing else. What is done with the reports is the observer's
// business.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "config/experiment_config.h"
#include "data/batch_sampler.h"
#include "data/corpus.h"
#include "nn/network.h"
#include "training/batch_loss.h"
#include "training/gradient_clipping.h"
#include "training/optimizer.h"
#include "training/progress.h"
#include "training/schedule.h"
#include "training/training_end.h"
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
  /// Asked between steps: whether to save and stop.
  virtual bool wants_to_stop() = 0;
};

/// The tensors of a resumable run.
struct TrainerTensors {
  Parameters current;    // the weights being trained
  Parameters average;    // their moving average; empty without trainer.ema
  Parameters optimizer;  // Optimizer::state()
};

class Trainer {
 public:
  /// Borrows config and corpus; they must outlive the trainer. With `fused` through our own kernels on these
  /// threads, which needs the CPU; without it through libtorch.
  Trainer(const ExperimentConfig& config, const Corpus& corpus, const Parameters& initial, at::Device device,
          std::shared_ptr<ThreadPool> fused = nullptr);

  /// Continues a run. Throws FormatError if the tensors are not this run's.
  void restore(const TrainerTensors& tensors, const Progress& progress);
  TrainerTensors tensors() const;

  /// Trains until the last epoch, early stopping, divergence (a loss or gradient that is not finite: that
  /// step is not taken) or the observer's wish.
  TrainingEnd run(TrainingObserver& observer);

  /// Trains on one batch of the given epoch.
  StepReport train_step(const std::vector<int64_t>& rows);

  /// The weights that are validated and kept: the moving average if there is one.
  const Network& kept_network() const { return average_ ? *average_ : network_; }
  const Progress& progress() const { return progress_; }
  int64_t steps_per_epoch() const { return sampler_.batch_count(); }
  int64_t total_steps() const { return steps_per_epoch() * config_.trainer.epochs; }
  /// From 1: the epoch of the last step taken.
  int64_t epoch() const { return (std::max<int64_t>(progress_.step, 1) - 1) / steps_per_epoch() + 1; }

 private:
  bool finish_epoch(TrainingObserver& observer);

  const ExperimentConfig& config_;
  const Corpus& corpus_;
  at::Device device_;
  std::shared_ptr<ThreadPool> fused_;  // null: libtorch
  Network network_;
  std::optional<Network> average_;
  Optimizer optimizer_;
  BatchSampler sampler_;
  Schedule schedule_;
  LossOptions loss_options_;
  Progress progress_;
};

}  // namespace sentiment
