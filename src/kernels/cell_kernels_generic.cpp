// For any processor: vectors of 16 bytes, as SSE2 and NEON have them.
#define SENTIMENT_VECTOR_FLOATS 4
#include "kernels/cell_kernels_impl.h"

namespace sentiment {

const CellKernels& generic_cell_kernels() { return kKernels; }

}  // namespace sentiment
