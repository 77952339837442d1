// AVX2 with fused multiply-add; the flags are in CMakeLists.txt.
#define SENTIMENT_VECTOR_FLOATS 8
#include "kernels/cell_kernels_impl.h"

namespace sentiment {

const CellKernels& avx2_cell_kernels() { return kKernels; }

}  // namespace sentiment
