// What a run looks at besides its loss, with trainer.diagnostics: how far gradients reach, measured before
// training and after each epoch; what the steps say of the gradients; a loss that stays where guessing leaves
// it. Nothing here changes a bit of the model.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analysis/gradient_flow.h"
#include "config/experiment_config.h"
#include "core/thread_pool.h"
#include "data/corpus.h"
#include "training/trainer.h"
#include "training/training_log.h"

namespace sentiment {

class Diagnostics {
 public:
  /// Borrows config and corpus. The probe runs on the threads of `fused`, or without it on `threads` own
  /// ones.
  Diagnostics(const ExperimentConfig& config, const Corpus& corpus, std::shared_ptr<ThreadPool> fused,
              int threads);

  /// Measures the weights being trained on a few texts of the validation part; one event "gradient_flow".
  void probe(const Trainer& trainer, int64_t epoch, MetricsFile& metrics);

  /// Warns, once, of a loss that is stuck; one event "stuck".
  void watch(const StepReport& report, MetricsFile& metrics);

 private:
  std::vector<std::string> likely_causes(double learning_rate) const;

  const ExperimentConfig& config_;
  const Corpus& corpus_;
  std::shared_ptr<ThreadPool> pool_;
  std::vector<int64_t> rows_;        // of the validation part
  std::vector<GradientFlow> flows_;  // of the last probe
};

/// The "divergence" events, each number once: a run that was killed while it went back does so again.
Json divergences_of(const MetricsFile& events);

}  // namespace sentiment
