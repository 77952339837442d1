// What a run would do, measured instead of done: the answer to --dry-run.
#pragma once

#include <memory>
#include <string>

#include "config/experiment_config.h"
#include "core/thread_pool.h"
#include "data/corpus.h"
#include "model/parameters.h"

namespace sentiment {

/// Lines on data, network, memory and time per epoch; the time comes from training a few batches that are
/// thrown away. `fused` as for Trainer.
std::string describe_plan(const ExperimentConfig& config, const Corpus& corpus, const Parameters& initial,
                          const std::shared_ptr<ThreadPool>& fused);

int64_t parameter_count(const Parameters& parameters);

}  // namespace sentiment
