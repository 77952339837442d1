// How far a run has come: everything a resumed run needs to know besides its tensors. Epoch, order of data,
// learning rate and dropout follow from the step.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "analysis/gradient_record.h"
#include "json/strict_json.h"
#include "training/schedule.h"
#include "training/stuck_loss.h"

namespace sentiment {

struct BestModel {
  double metric = 0.0;  // of trainer.validation_metric
  double accuracy = 0.0;
  double loss = 0.0;
  double macro_f1 = 0.0;
  int64_t step = 0;
  int64_t epoch = 0;  // from 1
};

struct Progress {
  int64_t step = 0;               // optimizer steps done
  std::optional<BestModel> best;  // none before the first validation
  int64_t stale_epochs = 0;       // validations since the best
  PlateauState plateau;
  int64_t divergences = 0;   // times that training went back
  double rate_factor = 1.0;  // what the schedule's rates are multiplied by since
  GradientRecord gradient;   // of the steps done, with trainer.diagnostics
  StuckState stuck;          // the same
  int64_t clipped_steps = 0;
  int64_t tokens = 0;           // trained on so far
  int64_t gradient_tokens = 0;  // of those, reached by gradient
  double seconds = 0.0;         // spent in training and validation
  std::string finished;         // "", "completed" or "stopped early"
};

Json to_json(const Progress& progress);

/// Throws FormatError if a member is missing or of another type. What came later than the first checkpoints
/// may be missing: nothing had diverged, and gradients are recorded from here on.
Progress progress_from_json(const Json& json);

}  // namespace sentiment
