// A direction's weights in the order in which the kernels read them. Letters: see README.md.
#pragma once

#include <cstdint>

#include "kernels/aligned_array.h"
#include "kernels/cell.h"
#include "kernels/cell_kernels.h"

namespace sentiment {

template <class Real>
class PackedCell {
 public:
  PackedCell(CellType type, int64_t I, int64_t H, const CellKernels<Real>& kernels);

  /// Copies the weights.
  void pack_for_reading(const CellParameters<Real>& parameters);
  /// The same for the backward pass, which multiplies by the transposed weights; `input` where the gradient
  /// of what the layer reads is wanted.
  void pack_for_gradients(const CellParameters<Real>& parameters, bool input);

  CellType type() const { return type_; }
  int64_t I() const { return I_; }
  int64_t H() const { return H_; }
  int64_t P() const { return P_; }
  int64_t N() const { return N_; }
  const CellKernels<Real>& kernels() const { return *kernels_; }

  /// out[m] = W_ih rows[m] + b_ih + b_hh in the order of N; without b_hn, which the GRU's reset gate
  /// multiplies.
  ///
  /// rows  [M, I]
  /// out   [M, N], out_stride numbers from each other
  void project(int64_t M, const Real* rows, Real* out, int64_t out_stride) const;

  /// One step of texts: fills in what ForwardStep says of the weights and runs it.
  void forward(ForwardStep<Real>& step) const;
  /// One step back; then adds what goes through W_hh to hidden_gradient, unless this is the first step.
  void backward(const BackwardStep<Real>& step, bool first) const;

  /// out[m] = W_ih' gradients[m], for gradients in the order of N, or added to it.
  ///
  /// gradients  [M, N], `stride` numbers from each other
  /// out        [M, input_columns()], out_stride numbers from each other
  void input_gradient(int64_t M, const Real* gradients, int64_t stride, Real* out, int64_t out_stride,
                      bool add) const;
  /// I rounded up to whole registers.
  int64_t input_columns() const { return input_columns_; }

  /// Where unit `unit` of gate `gate` stands in the order of N.
  int64_t position(int64_t gate, int64_t unit) const {
    const int64_t width = kernels_->width;
    return unit / width * G_ * width + gate * width + unit % width;
  }

 private:
  void pack_columns(const Real* weight, int64_t K, Real* panels) const;
  void pack_transposed(const Real* weight, int64_t columns, Real* panels) const;

  CellType type_;
  int64_t I_;
  int64_t H_;
  int64_t G_;
  int64_t P_;
  int64_t N_;
  int64_t panel_vectors_;  // of the panels over N
  int64_t input_columns_;
  const CellKernels<Real>* kernels_;
  AlignedArray<Real> input_;                 // [N / columns] panels of [I, columns]
  AlignedArray<Real> input_bias_;            // [N]
  AlignedArray<Real> recurrent_;             // the same of [H, columns]
  AlignedArray<Real> recurrent_bias_;        // [P] b_hn of the GRU
  AlignedArray<Real> recurrent_transposed_;  // panels of [N, columns] over P
  AlignedArray<Real> input_transposed_;      // panels of [N, columns] over input_columns()
};

}  // namespace sentiment
