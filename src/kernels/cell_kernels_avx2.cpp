// AVX2 with fused multiply-add; the flags are in CMakeLists.txt.
#define SENTIMENT_VECTOR_BYTES 32
#include "kernels/cell_kernels_impl.h"
#include "kernels/instruction_set_kernels.h"
#include "kernels/update_impl.h"

namespace sentiment {

const CellKernels<float>& avx2_float_kernels() { return kKernels<float>; }
const CellKernels<double>& avx2_double_kernels() { return kKernels<double>; }
const UpdateKernels& avx2_update_kernels() { return kUpdateKernels; }

}  // namespace sentiment
