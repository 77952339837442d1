// How much memory a run will take, before it takes it.
#pragma once

#include "config/experiment_config.h"
#include "data/corpus.h"

namespace sentiment {

/// Bytes, beside libtorch and the data.
struct MemoryEstimate {
  double parameters;  // weights, gradient, the optimizer's moments and the average
  double batch;       // states of the longest batch and what its backward pass keeps, at most

  double total() const { return parameters + batch; }
};

MemoryEstimate estimate_memory(const ExperimentConfig& config, const Corpus& corpus);

/// Throws ConfigError if the network alone needs more than this process may have; warns if it does together
/// with the longest batch.
void expect_memory(const ExperimentConfig& config, const Corpus& corpus);

}  // namespace sentiment
