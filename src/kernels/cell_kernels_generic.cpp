// For any processor: vectors of 16 bytes, as SSE2 and NEON have them.
#define SENTIMENT_VECTOR_BYTES 16
#include "kernels/cell_kernels_impl.h"
#include "kernels/instruction_set_kernels.h"
#include "kernels/update_impl.h"

namespace sentiment {

const CellKernels<float>& generic_float_kernels() { return kKernels<float>; }
const CellKernels<double>& generic_double_kernels() { return kKernels<double>; }
const UpdateKernels& generic_update_kernels() { return kUpdateKernels; }

}  // namespace sentiment
