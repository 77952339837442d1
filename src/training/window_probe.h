// How far a language model's gradient reaches within a window of text (analysis/gradient_probe.h).
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/gradient_flow.h"
#include "config/pretraining_config.h"
#include "core/thread_pool.h"
#include "data/dataset.h"
#include "data/text_corpus.h"
#include "model/parameters.h"

namespace sentiment {

class WindowProbe {
 public:
  /// Borrows config. Copies a window of a few texts, as training reads them, that are as long as one or
  /// nearly; fewer of them where epochs are so short that the probe would cost more than a hundredth of their
  /// time.
  WindowProbe(const PretrainingConfig& config, const TextList& texts, int64_t steps_per_epoch);

  /// A curve for each layer, from the end of the window to its start.
  std::vector<GradientFlow> measure(const Parameters& values, ThreadPool& pool) const;

 private:
  const PretrainingConfig& config_;
  Dataset windows_;
};

}  // namespace sentiment
