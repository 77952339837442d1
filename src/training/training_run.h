// A run from config to model file: reads the data, owns the run directory, trains, resumes, and leaves
// everything that `predict`, `evaluate` and a later --resume need.
#pragma once

#include "training/train_options.h"
#include "training/training_end.h"

namespace sentiment {

/// Throws ConfigError, DataError, FormatError or Error; then no file has been created or changed, unless
/// training had begun.
TrainingEnd run_training(const TrainOptions& options);

}  // namespace sentiment
