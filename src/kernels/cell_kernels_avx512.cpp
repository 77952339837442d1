// AVX-512; the flags are in CMakeLists.txt.
#define SENTIMENT_VECTOR_FLOATS 16
#include "kernels/cell_kernels_impl.h"

namespace sentiment {

const CellKernels& avx512_cell_kernels() { return kKernels; }

}  // namespace sentiment
