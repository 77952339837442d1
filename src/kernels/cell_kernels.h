// The arithmetic of recurrent layers, once for each instruction set. Letters: see README.md.
//
// Units of a state are taken in blocks of `width`, a register's worth. Whatever has one number per gate and
// unit is ordered by block, then gate, then unit: N = G * P numbers, where P is H rounded up to whole blocks,
// so that a block's gates lie together and no loop has a remainder. The padding holds zeros.
#pragma once

#include <cstdint>

#include "core/cpu_features.h"

namespace sentiment {

/// out[m, n] = start + sum over k of rows[m, k] * weights[k, n]; start is bias[n], or out[m, n] with `add`,
/// or 0.
template <class Real>
struct Product {
  int64_t M;
  int64_t K;
  int64_t N;         // a multiple of width
  const Real* rows;  // [M, K], row_stride numbers from each other
  int64_t row_stride;
  const Real* panels;     // the weights: panels of panel_vectors * width columns (the last may be narrower),
  int64_t panel_vectors;  //   each [K, columns]; 1 to 4
  const Real* bias;       // [N] or null
  Real* out;              // [M, N], out_stride numbers from each other
  int64_t out_stride;
  bool add = false;
};

/// out[m, n] += sum over k of left[k, m] * right[k, n], each sum in the order of k.
template <class Real>
struct TransposedProduct {
  int64_t M;
  int64_t K;
  int64_t N;  // a multiple of width
  const Real* left;
  int64_t left_stride;
  const Real* right;
  int64_t right_stride;
  Real* out;
  int64_t out_stride;
  /// Where the next such product's rows begin, or null: they are fetched while this one is computed.
  const Real* next_left = nullptr;
  const Real* next_right = nullptr;
};

/// One time step of `rows` texts. Rows of states are state_stride numbers apart, those of gates gate_stride.
template <class Real>
struct ForwardStep {
  int64_t rows;
  int64_t H;
  int64_t unit_begin;   // which units of the state to compute: multiples of width, up to P; of a panel of the
  int64_t unit_end;     //   rnn, which is four registers wide, all
  const Real* weights;  // recurrent, [N / (G * width)] panels of [H, G * width]; rnn: as in Product
  const Real* recurrent_bias;    // [P] the GRU's b_hn; otherwise null
  const Real* const* projected;  // each row's [N] W_ih x + b_ih + b_hh (without b_hn)
  const Real* hidden_before;     // [rows, P] or null: the zero state
  const Real* cell_before;       // lstm: the same
  int64_t state_stride;
  Real* hidden;  // [rows, P] out
  Real* cell;    // lstm: [rows, P] out; may be cell_before
  /// What the backward pass needs besides the states, or null. lstm: [rows, N] i f g o after activation.
  /// gru: [rows, N] r, z and q = W_hn h + b_hn. rnn: nothing.
  Real* gates;
  int64_t gate_stride;
  Real* candidate;  // gru: [rows, P] n; null where gates is
};

/// The same step backwards, without the recurrent product.
template <class Real>
struct BackwardStep {
  int64_t rows;
  int64_t P;
  int64_t state_stride;
  const Real* hidden;         // [rows, P]; gru, rnn
  const Real* hidden_before;  // [rows, P] or null: zero; gru
  const Real* cell;           // [rows, P]; lstm
  const Real* cell_before;    // [rows, P] or null: zero; lstm
  /// In: what the forward step kept. Out: the gradient before activation of what W_hh h was added to, [rows,
  /// N].
  Real* gates;
  int64_t gate_stride;
  Real* candidate;        // gru: in: n; out: the gradient of what W_in x was added to
  Real* hidden_gradient;  // [rows, P] in: d h(t). Out, gru: the part of d h(t-1) that bypasses W_hh
  Real* cell_gradient;    // lstm: [rows, P] in: d c(t) of later steps. Out: d c(t-1)
  int64_t gradient_stride;
};

/// Functions that differ between instruction sets only in speed and the last bits.
template <class Real>
struct CellKernels {
  int64_t width;  // numbers in a register

  void (*multiply)(const Product<Real>&);
  void (*add_transposed)(const TransposedProduct<Real>&);

  /// LSTM (Hochreiter and Schmidhuber 1997, Gers et al. 2000; no peepholes), GRU as in torch.nn (the reset
  /// gate acts after the product) and tanh network (Elman 1990).
  void (*lstm_forward)(const ForwardStep<Real>&);
  void (*gru_forward)(const ForwardStep<Real>&);
  void (*rnn_forward)(const ForwardStep<Real>&);
  void (*lstm_backward)(const BackwardStep<Real>&);
  void (*gru_backward)(const BackwardStep<Real>&);
  void (*rnn_backward)(const BackwardStep<Real>&);

  /// out[n] = the sum of the rows with these numbers (null: 0, 1, ...), in their order. N is a multiple of
  /// width.
  void (*sum_rows)(int64_t N, const Real* rows, int64_t row_stride, const int32_t* numbers, int64_t count,
                   Real* out);

  /// values[i] = exp(min(values[i] - subtrahend, most)), 0 if that is below the least normal number; returns
  /// their sum. `count` is a multiple of width of floats, most < 88.
  float (*exp_and_sum)(int64_t count, float subtrahend, float most, float* values);

  /// The activations by themselves, for tests: out[i] = f(in[i]); `count` is a multiple of width.
  void (*sigmoid)(int64_t count, const Real* in, Real* out);
  void (*tanh)(int64_t count, const Real* in, Real* out);
};

/// Precondition: this processor has `set`.
template <class Real>
const CellKernels<Real>& cell_kernels(InstructionSet set);

}  // namespace sentiment
