// What a run that is resumed, or goes back after it diverged, goes on from.
#pragma once

#include "model/parameters.h"
#include "training/progress.h"

namespace sentiment {

/// The tensors of a resumable run.
struct TrainerTensors {
  Parameters current;    // the weights being trained
  Parameters average;    // their moving average; empty without trainer.ema
  Parameters optimizer;  // Optimizer::state()
  Parameters carried;    // the states of a language model's streams of text; empty for others
};

/// What training goes back to when it diverges: the end of the last epoch, or the start.
struct GoodState {
  TrainerTensors tensors;
  Progress progress;
};

}  // namespace sentiment
