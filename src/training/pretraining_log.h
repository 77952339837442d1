// What pretraining says while it runs: lines for people, one JSON object per event for metrics.jsonl.
//
// Each has "event", "time" and "step". An "interval" has epoch, loss and perplexity over the candidates,
// learning_rate, gradient_norm (the mean before clipping), gradient_norm_max, clipped_share and
// tokens_per_second of the steps since the last one or, as training_log.h says, the resumption, with
// trainer.diagnostics what training_log.h names of the gradient; a "validation" has epoch, loss, perplexity
// and accuracy (the share of tokens that were the most probable) over all words, and best.
#pragma once

#include <cstdint>

#include "data/text_corpus.h"
#include "training/language_model_trainer.h"
#include "training/training_log.h"

namespace sentiment {

/// Says what was read, skipped and set aside.
void log_texts(const TextCorpus& corpus);

class PretrainingLog {
 public:
  /// `seconds`: the run's training seconds so far.
  PretrainingLog(const TrainerConfig& config, double seconds) : config_(config), seconds_at_start_(seconds) {}

  /// Takes note of a step; every log_every_steps steps (and at an epoch's end) writes a line and an event.
  void add(const LanguageModelTrainer& trainer, const StepReport& report, MetricsFile& metrics);

  void add_validation(const LanguageModelTrainer& trainer, const BestModel& found, bool improved,
                      MetricsFile& metrics) const;

 private:
  struct Sums {
    int64_t steps = 0;
    int64_t clipped = 0;
    int64_t tokens = 0;
    double loss = 0.0;  // of all tokens
    double norm = 0.0;
    double largest_norm = 0.0;
    int64_t cut_elements = 0;
  };
  Json event(const LanguageModelTrainer& trainer, const StepReport& report) const;

  const TrainerConfig& config_;
  Sums sums_;
  double seconds_at_start_;  // of the interval
};

}  // namespace sentiment
