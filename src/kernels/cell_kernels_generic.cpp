// For any processor: vectors of 16 bytes, as SSE2 and NEON have them.
#define SENTIMENT_VECTOR_BYTES 16
#include "kernels/cell_kernels_impl.h"
#include "kernels/instruction_set_kernels.h"

namespace sentiment {

const CellKernels<float>& generic_float_kernels() { return kKernels<float>; }
const CellKernels<double>& generic_double_kernels() { return kKernels<double>; }

}  // namespace sentiment
