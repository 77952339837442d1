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

  /// Of a weight [K, N] that is given transposed, without bias.
  static PackedMatrix of_transposed(int64_t N, int64_t K, const float* transposed, InstructionSet set);

  /// N rounded up to whole registers: how far rows of products lie apart at least.
  int64_t columns() const { return columns_; }

  /// out[m, n] = bias[n] + sum over k of rows[m, k] * weight[n, k], for every m and share number `share` of
  /// `shares` of all n; the same bits however it is shared. What is beyond N is 0.
  ///
  /// rows  [M, K]
  /// out   [M, columns()]
  void multiply(int64_t M, const float* rows, float* out, int64_t share = 0, int64_t shares = 1) const;

  /// The same for all n, of rows `row_stride` numbers apart, and of products `out_stride`.
  void multiply_rows(int64_t M, const float* rows, int64_t row_stride, float* out, int64_t out_stride) const;

  /// Row n of the weight as it was given. out: [K]
  void copy_row(int64_t n, float* out) const;

 private:
  PackedMatrix(int64_t N, int64_t K, InstructionSet set);  // of zeros
  int64_t panel_width(int64_t first) const;

  int64_t K_;
  int64_t columns_;
  const CellKernels<float>* kernels_;
  AlignedArray<float> panels_;  // [columns() / width] panels of [K, width]; the last may be narrower
  AlignedArray<float> bias_;    // [columns()]
};

}  // namespace sentiment
