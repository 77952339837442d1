// The threads that a run's arithmetic uses.
#pragma once

#include <memory>
#include <string>

#include "config/training_config.h"
#include "core/thread_pool.h"

namespace sentiment {

/// The pool for our own kernels, or null where libtorch's layers are used. Sets libtorch's threads: beside
/// our kernels it has one, so that every large sum is ours and results have the same bits for any number of
/// threads, and so that its threads do not wait in a loop on cores that ours need.
std::shared_ptr<ThreadPool> start_threads(const TrainerConfig& config, int threads);

/// "our kernels (avx512) on 2 threads", "libtorch's layers on 2 threads"
std::string describe_backend(const TrainerConfig& config, int threads);

}  // namespace sentiment
