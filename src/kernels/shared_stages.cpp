#include "kernels/shared_stages.h"

#include <thread>

namespace sentiment {

void SharedStages::relax(int turns) {
  constexpr int kManyTurns = 2000;  // tens of microseconds
  if (turns > kManyTurns) return std::this_thread::yield();
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

}  // namespace sentiment
