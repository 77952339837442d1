#include "training/backend_threads.h"

#include <ATen/Parallel.h>

namespace sentiment {

std::shared_ptr<ThreadPool> start_threads(const TrainerConfig& config, int threads) {
  at::set_num_threads(config.fused() ? 1 : threads);
  return config.fused() ? std::make_shared<ThreadPool>(threads) : nullptr;
}

}  // namespace sentiment
