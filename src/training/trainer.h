// A classifier's steps and validation; the loop around them is training_loop.h. What is done with the reports
// is the observer's business.
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
#include "training/layer_schedule.h"
#include "training/optimizer.h"
#include "training/schedule.h"
#include "training/step_report.h"
#include "training/training_loop.h"
#include "training/unlabelled_batches.h"
#include "training/validation.h"

namespace sentiment {

class Trainer;

class TrainingObserver {
 public:
  virtual ~TrainingObserver() = default;
  /// Steps come in their order, but may come late: the trainer's progress is then ahead of report.step.
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

class Trainer : public TrainingLoop<Trainer, TrainingObserver> {
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

  using TrainingLoop::train_step;
  /// Trains on some rows.
  StepReport train_step(const std::vector<int64_t>& rows);

  /// The weights that are validated and kept: the moving average if there is one.
  const Network& kept_network() const { return average_ ? *average_ : network_; }
  const Network& network() const { return network_; }
  const LayerSchedule& layer_schedule() const { return layer_schedule_; }
  int64_t steps_per_epoch() const { return sampler_.batch_count(); }

 private:
  friend class TrainingLoop<Trainer, TrainingObserver>;
  void send_step();
  void send_step(const std::vector<int64_t>& rows);
  void note(StepReport& report);
  Validation validate() const;
  BestModel best_model(const Validation& validation) const;
  const Schedule& schedule() const { return schedule_; }
  void set_state(const TrainerTensors& tensors, const Progress& progress);
  BatchLoss backward(Batch& batch, const Dropout& dropout);
  at::Tensor add_virtual_adversary(Batch& batch, const Dropout& dropout);
  void optimize(double learning_rate, const at::Tensor& skipped);
  void average_statistics(const OptimizerStep& step) const;
  void unfreeze();
  void look_at_gradient(const Batch& batch, UnreadStep& step, StepTensors& tensors) const;

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
  int64_t shuffled_epoch_ = -1;  // that the batches are of
  std::vector<std::vector<int64_t>> batches_;
};

}  // namespace sentiment
