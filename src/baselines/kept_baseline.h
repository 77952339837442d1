// The n-gram baseline of a run: fitted once, on the training part, and kept beside the model.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "config/baseline_config.h"
#include "core/thread_pool.h"
#include "data/corpus.h"

namespace sentiment {

/// Fits the baseline, unless `path` holds that of this corpus already (a run that goes on), writes it to
/// `path`, and logs its accuracy on the validation part, which is returned; none if no baseline is wanted.
/// Throws Error if it cannot be written.
std::optional<double> keep_baseline(const std::filesystem::path& path, const BaselineConfig& config,
                                    const Corpus& corpus, uint64_t seed, ThreadPool& pool);

}  // namespace sentiment
