// What is said of one optimizer step.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/gradient_record.h"
#include "training/gradient_clipping.h"
#include "training/stuck_loss.h"

namespace sentiment {

struct StepReport {
  int64_t step = 0;   // optimizer steps taken, with this one if it is finite
  double loss = 0.0;  // nats per review; of a language model per token, over the candidates
  int64_t tokens = 0;
  double learning_rate = 0.0;
  ClipReport clip;
  int64_t cut_elements = 0;     // by clip_value, with trainer.diagnostics
  std::vector<PartNorm> parts;  // with trainer.diagnostics, at the steps that end a line of the log

  // A classifier's.
  std::optional<double> divergence;  // with trainer.virtual_adversarial, nats per text that it is taken of
  int64_t reviews = 0;
  int64_t correct = 0;
  std::optional<StuckSteps> stuck;  // with trainer.diagnostics, once

  bool is_finite() const { return std::isfinite(loss) && std::isfinite(clip.norm); }
};

}  // namespace sentiment
