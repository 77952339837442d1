// What pretraining would do and need, before it is done.
#pragma once

#include <memory>
#include <string>

#include "config/pretraining_config.h"
#include "core/thread_pool.h"
#include "data/text_corpus.h"
#include "model/parameters.h"
#include "training/memory_estimate.h"

namespace sentiment {

/// Bytes, beside libtorch and the texts.
MemoryEstimate estimate_memory(const PretrainingConfig& config, const TextCorpus& corpus);

/// Throws ConfigError if the network alone needs more than this process may have.
void expect_memory(const PretrainingConfig& config, const TextCorpus& corpus);

/// The answer to --dry-run; its time comes from a few windows that are trained on and thrown away.
std::string describe_plan(const PretrainingConfig& config, const TextCorpus& corpus,
                          const Parameters& initial, const std::shared_ptr<ThreadPool>& pool);

}  // namespace sentiment
