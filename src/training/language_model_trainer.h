// A language model's epochs, steps, validation, and when to save; nothing else. What is done with the reports
// is the observer's business.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "analysis/gradient_record.h"
#include "config/pretraining_config.h"
#include "core/thread_pool.h"
#include "data/text_corpus.h"
#include "data/text_streams.h"
#include "nn/candidate_sampler.h"
#include "nn/language_model.h"
#include "training/divergence.h"
#include "training/gradient_clipping.h"
#include "training/optimizer.h"
#include "training/progress.h"
#include "training/schedule.h"
#include "training/training_end.h"
#include "training/training_state.h"

namespace sentiment {

/// One optimizer step.
struct WindowReport {
  double loss = 0.0;  // nats per token, over the candidates
  int64_t tokens = 0;
  double learning_rate = 0.0;
  ClipReport clip;
  int64_t cut_elements = 0;     // that clip_value made smaller, with trainer.diagnostics
  std::vector<PartNorm> parts;  // of the step that the log is written at, with trainer.diagnostics
  bool is_finite() const;
};

class LanguageModelTrainer;

class LanguageModelObserver {
 public:
  virtual ~LanguageModelObserver() = default;
  virtual void on_step(const LanguageModelTrainer& trainer, const WindowReport& report) = 0;
  /// After each epoch; `improved` if the model is the best so far.
  virtual void on_validation(const LanguageModelTrainer& trainer, const BestModel& found, bool improved) = 0;
  /// The state is worth keeping: the start, every checkpoint.every_steps, each epoch's end, an interruption.
  virtual void on_checkpoint(const LanguageModelTrainer& trainer) = 0;
  /// Training has gone back to an earlier step; on_checkpoint follows.
  virtual void on_divergence(const LanguageModelTrainer& trainer, const Divergence& divergence) = 0;
  /// Asked between steps: whether to save and stop.
  virtual bool wants_to_stop() = 0;
};

class LanguageModelTrainer {
 public:
  /// Borrows config and corpus; they must outlive the trainer.
  LanguageModelTrainer(const PretrainingConfig& config, const TextCorpus& corpus, const Parameters& initial,
                       std::shared_ptr<ThreadPool> pool);

  /// Continues a run; what is restored is also the state to go back to. Throws FormatError if the tensors are
  /// not this run's.
  void restore(const TrainerTensors& tensors, const Progress& progress);
  TrainerTensors tensors() const;

  /// Trains until the last epoch, early stopping, divergence or the observer's wish. At a loss or gradient
  /// that is not finite that step is not taken, and training goes back to the end of the last epoch and on
  /// with half the learning rate, trainer.divergence_retries times in a run.
  TrainingEnd run(LanguageModelObserver& observer);

  /// Trains on the next window of the run.
  WindowReport train_step();

  /// The model that is validated and kept: the moving average if there is one.
  Parameters kept_values() const { return average_ ? average_->values() : model_.values(); }
  /// The model that is being trained.
  Parameters values() const { return model_.values(); }
  const Progress& progress() const { return progress_; }
  int64_t steps_per_epoch() const { return streams_.windows(); }
  int64_t total_steps() const { return steps_per_epoch() * config_.trainer.epochs; }
  /// From 1: the epoch of the last step taken.
  int64_t epoch() const { return (std::max<int64_t>(progress_.step, 1) - 1) / steps_per_epoch() + 1; }

 private:
  enum class EpochEnd { kFinished, kInterrupted, kDiverged };
  EpochEnd run_epoch(LanguageModelObserver& observer);
  bool finish_epoch(LanguageModelObserver& observer);
  bool go_back(LanguageModelObserver& observer);
  void keep_good_state();
  void set_state(const TrainerTensors& tensors, const Progress& progress);
  void begin_epoch();
  void look_at_gradient(const WindowGradient& found, WindowReport& report, StepGradient& gradient) const;
  BestModel validate();

  const PretrainingConfig& config_;
  LanguageModel model_;
  std::optional<LanguageModel> average_;
  Optimizer optimizer_;
  TextStreams streams_;
  TextStreams validation_;
  CandidateSampler sampler_;
  Schedule schedule_;
  Progress progress_;
  int64_t shuffled_epoch_ = -1;  // that the streams are laid out for
  std::optional<GoodState> good_;
  Divergence divergence_;  // the last one
};

}  // namespace sentiment
