// Each instruction set's table, from its own source.
#pragma once

#include "kernels/cell_kernels.h"
#include "kernels/update_kernels.h"

namespace sentiment {

const CellKernels<float>& generic_float_kernels();
const CellKernels<double>& generic_double_kernels();
const CellKernels<float>& avx2_float_kernels();
const CellKernels<double>& avx2_double_kernels();
const CellKernels<float>& avx512_float_kernels();
const CellKernels<double>& avx512_double_kernels();
const UpdateKernels& generic_update_kernels();
const UpdateKernels& avx2_update_kernels();
const UpdateKernels& avx512_update_kernels();

}  // namespace sentiment
