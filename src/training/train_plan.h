// What a run would do, measured instead of done: the answer to --dry-run.
#pragma once

#include <string>

#include "config/experiment_config.h"
#include "data/corpus.h"
#include "model/parameters.h"

namespace sentiment {

/// Lines on data, network, memory and time per epoch; the time comes from training a few batches that are
/// thrown away.
std::string describe_plan(const ExperimentConfig& config, const Corpus& corpus, const Parameters& initial,
                          const std::string& device);

int64_t parameter_count(const Parameters& parameters);

}  // namespace sentiment
