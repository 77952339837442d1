// `train --runs N`: the same experiment with other seeds, to see how much of a result is chance.
#pragma once

#include <cstdint>

#include "training/training_run.h"

namespace sentiment {

/// Trains with the seeds S, S + 1, ... of which S is the config's, in run-1, run-2, ... of
/// options.run_directory: ordinary run folders. Then prints each run's figures with their mean and standard
/// deviation on standard output and writes them to runs.json. With options.resume, runs that are finished are
/// left alone and the next go on from where they were. Returns the exit status: kDiverged if any run
/// diverged, that of the signal that stopped it. Throws as run_training does.
int train_runs(const TrainOptions& options, int64_t count);

}  // namespace sentiment
