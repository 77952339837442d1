// A matrix whose products with rows are wanted again and again, in the order in which the kernels read it.
#pragma once

#include <cstdint>

#include "kernels/aligned_array.h"
#include "kernels/cell_kernels.h"

namespace sentiment {

class PackedMatrix {
 public:
  /// Copies weight [N, K] and bias [N].
  PackedMatrix(int64_t N, int64_t K, const float* weight, const float* bias, InstructionSet set);

  /// N rounded up to whole registers: how far rows of products lie apart at least.
  int64_t columns() const { return columns_; }

  /// out[m, n] = bias[n] + sum over k of rows[m, k] * weight[n, k], for every m and share number `share` of
  /// `shares` of all n; the same bits however it is shared. What is beyond N is 0.
  ///
  /// rows  [M, K]
  /// out   [M, columns()]
  void multiply(int64_t M, const float* rows, float* out, int64_t share = 0, int64_t shares = 1) const;

  /// Row n of the weight as it was given. out: [K]
  void copy_row(int64_t n, float* out) const;

 private:
  int64_t panel_width(int64_t first) const;

  int64_t N_;
  int64_t K_;
  int64_t columns_;
  const CellKernels<float>* kernels_;
  AlignedArray<float> panels_;  // [columns() / width] panels of [K, width]; the last may be narrower
  AlignedArray<float> bias_;    // [columns()]
};

}  // namespace sentiment
