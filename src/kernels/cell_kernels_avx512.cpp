// AVX-512; the flags are in CMakeLists.txt.
#define SENTIMENT_VECTOR_BYTES 64
#include "kernels/cell_kernels_impl.h"
#include "kernels/instruction_set_kernels.h"
#include "kernels/update_impl.h"

namespace sentiment {

const CellKernels<float>& avx512_float_kernels() { return kKernels<float>; }
const CellKernels<double>& avx512_double_kernels() { return kKernels<double>; }
const UpdateKernels& avx512_update_kernels() { return kUpdateKernels; }

}  // namespace sentiment
