#include "kernels/update_kernels.h"

#include "kernels/instruction_set_kernels.h"

namespace sentiment {

const UpdateKernels& update_kernels([[maybe_unused]] InstructionSet set) {
#if defined(__x86_64__)
  if (set == InstructionSet::kAvx512) return avx512_update_kernels();
  if (set == InstructionSet::kAvx2) return avx2_update_kernels();
#endif
  return generic_update_kernels();
}

}  // namespace sentiment
