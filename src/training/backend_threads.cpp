#include "training/backend_threads.h"

#include <ATen/Parallel.h>

#include "core/concat.h"
#include "core/cpu_features.h"

namespace sentiment {

std::shared_ptr<ThreadPool> start_threads(const TrainerConfig& config, int threads) {
  at::set_num_threads(config.fused() ? 1 : threads);
  return config.fused() ? std::make_shared<ThreadPool>(threads) : nullptr;
}

std::string describe_backend(const TrainerConfig& config, int threads) {
  return concat(
      config.fused() ? concat("our kernels (", name_of(instruction_set()), ")") : "libtorch's layers", " on ",
      threads, " threads");
}

}  // namespace sentiment
