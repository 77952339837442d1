#include "kernels/cell_kernels.h"

namespace sentiment {

const CellKernels& cell_kernels(InstructionSet set) {
#if defined(__x86_64__)
  if (set == InstructionSet::kAvx512) return avx512_cell_kernels();
  if (set == InstructionSet::kAvx2) return avx2_cell_kernels();
#endif
  static_cast<void>(set);
  return generic_cell_kernels();
}

}  // namespace sentiment
