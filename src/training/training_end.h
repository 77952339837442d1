// How a training run can end without an error.
#pragma once

namespace sentiment {

enum class TrainingEnd {
  kCompleted,     // all epochs
  kStoppedEarly,  // trainer.patience ran out
  kDiverged,      // a loss or gradient was not finite; the best model so far is kept
  kInterrupted,   // SIGINT or SIGTERM, after a clean save
};

}  // namespace sentiment
