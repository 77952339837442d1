// A pretraining run from config to pretrained file: reads the texts, owns the run directory, trains and
// resumes.
#pragma once

#include "training/train_options.h"
#include "training/training_end.h"

namespace sentiment {

/// As run_training. Throws ConfigError, DataError, FormatError or Error; then no file has been created or
/// changed, unless training had begun.
TrainingEnd run_pretraining(const TrainOptions& options);

}  // namespace sentiment
