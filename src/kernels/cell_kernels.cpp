#include "kernels/cell_kernels.h"

#include "kernels/instruction_set_kernels.h"

namespace sentiment {

template <>
const CellKernels<float>& cell_kernels<float>([[maybe_unused]] InstructionSet set) {
#if defined(__x86_64__)
  if (set == InstructionSet::kAvx512) return avx512_float_kernels();
  if (set == InstructionSet::kAvx2) return avx2_float_kernels();
#endif
  return generic_float_kernels();
}

template <>
const CellKernels<double>& cell_kernels<double>([[maybe_unused]] InstructionSet set) {
#if defined(__x86_64__)
  if (set == InstructionSet::kAvx512) return avx512_double_kernels();
  if (set == InstructionSet::kAvx2) return avx2_double_kernels();
#endif
  return generic_double_kernels();
}

}  // namespace sentiment
