// A language model's steps and validation; the loop around them is training_loop.h. What is done with the
// reports is the observer's business.
#pragma once

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
#include "nn/language_network.h"
#include "training/optimizer.h"
#include "training/schedule.h"
#include "training/step_report.h"
#include "training/training_loop.h"

namespace sentiment {

class LanguageModelTrainer;

class LanguageModelObserver {
 public:
  virtual ~LanguageModelObserver() = default;
  /// Steps come in their order, but may come late: the trainer's progress is then ahead of report.step.
  virtual void on_step(const LanguageModelTrainer& trainer, const StepReport& report) = 0;
  /// After each epoch; `improved` if the model is the best so far.
  virtual void on_validation(const LanguageModelTrainer& trainer, const BestModel& found, bool improved) = 0;
  /// The state is worth keeping: the start, every checkpoint.every_steps, each epoch's end, an interruption.
  virtual void on_checkpoint(const LanguageModelTrainer& trainer) = 0;
  /// Training has gone back to an earlier step; on_checkpoint follows.
  virtual void on_divergence(const LanguageModelTrainer& trainer, const Divergence& divergence) = 0;
  /// Asked between steps: whether to save and stop.
  virtual bool wants_to_stop() = 0;
};

class LanguageModelTrainer : public TrainingLoop<LanguageModelTrainer, LanguageModelObserver> {
 public:
  /// Borrows config and corpus; they must outlive the trainer. On our own kernels with the threads of `pool`,
  /// or through libtorch if it is null.
  LanguageModelTrainer(const PretrainingConfig& config, const TextCorpus& corpus, const Parameters& initial,
                       at::Device device, std::shared_ptr<ThreadPool> pool);

  /// Continues a run; what is restored is also the state to go back to. Throws FormatError if the tensors are
  /// not this run's.
  void restore(const TrainerTensors& tensors, const Progress& progress);
  TrainerTensors tensors() const;

  /// The model that is validated and kept: the moving average if there is one.
  Parameters kept_values() const { return average_ ? average_->values() : model_.values(); }
  /// The model that is being trained.
  Parameters values() const { return model_.values(); }
  int64_t steps_per_epoch() const { return streams_.windows(); }

  /// On the validation part, against all words. Afterwards all streams begin with the zero state.
  BestModel validate();

 private:
  friend class TrainingLoop<LanguageModelTrainer, LanguageModelObserver>;
  void set_state(const TrainerTensors& tensors, const Progress& progress);
  void begin_epoch();
  void send_step();
  void note(StepReport&) {}
  void look_at_gradient(const WindowGradient& found, UnreadStep& step, StepTensors& tensors) const;
  const BestModel& best_model(const BestModel& found) const { return found; }
  const Schedule& schedule() const { return schedule_; }

  const PretrainingConfig& config_;
  bool fused_;
  LanguageNetwork model_;
  std::optional<LanguageNetwork> average_;
  Optimizer optimizer_;
  TextStreams streams_;
  TextStreams validation_;
  CandidateSampler sampler_;
  Schedule schedule_;
  int64_t shuffled_epoch_ = -1;  // that the streams are laid out for
};

}  // namespace sentiment
