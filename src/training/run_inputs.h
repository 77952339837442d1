// Whether --force would remove what a run is to be made from.
#pragma once

#include "checkpoint/run_directory.h"
#include "config/experiment_config.h"
#include "config/pretraining_config.h"
#include "training/train_options.h"

namespace sentiment {

/// Throws ConfigError that names the setting whose file or folder would be lost.
void expect_to_keep_inputs(const TrainOptions& options, const ExperimentConfig& config,
                           const RunDirectory& directory);
void expect_to_keep_inputs(const TrainOptions& options, const PretrainingConfig& config,
                           const RunDirectory& directory);

}  // namespace sentiment
