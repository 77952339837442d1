// The arithmetic of recurrent layers, once for each instruction set. Letters: see README.md.
#pragma once

#include <cstdint>

#include "core/cpu_features.h"

namespace sentiment {

/// Outputs of a matrix are packed in panels of this many: 4 vectors of AVX-512, a cache line each.
constexpr int64_t kPanelWidth = 64;
/// Gates are padded to a multiple of this, the widest vector, so that no loop has a remainder.
constexpr int64_t kGateAlignment = 16;

/// Functions that differ between instruction sets only in speed and the last bits.
///
/// Gates lie `stride` floats apart (H rounded up to kGateAlignment); the padding behind a gate's H values
/// holds zeros before and after.
struct CellKernels {
  /// out[m, n] = bias[n] + sum over k of rows[m, k] * weights[k, n], for m in [0, M) and n in [0, N).
  ///
  /// rows     [M, K]  at `row_stride` floats from each other
  /// weights  [N / kPanelWidth, K, kPanelWidth]  the panels one after another
  /// bias     [N]
  /// out      [M, N]  must not overlap the others
  void (*multiply)(int64_t M, int64_t K, int64_t N, const float* rows, int64_t row_stride,
                   const float* weights, const float* bias, float* out);

  /// One step of an LSTM (Hochreiter and Schmidhuber 1997, Gers et al. 2000; no peepholes).
  ///
  /// projected  [4, stride]  W_ih x + b_ih + b_hh, gates i f g o
  /// recurrent  [4, stride]  W_hh h(t-1)
  /// cell       [stride]     in: c(t-1); out: c(t)
  /// hidden     [stride]     out: h(t)
  void (*lstm_step)(int64_t stride, const float* projected, const float* recurrent, float* cell,
                    float* hidden);

  /// One step of a GRU as in torch.nn (the reset gate acts after the product).
  ///
  /// projected  [3, stride]  W_ih x + b_ih, and b_hh in gates r and z
  /// recurrent  [3, stride]  W_hh h(t-1), and b_hh in gate n
  /// hidden     [stride]     in: h(t-1); out: h(t)
  void (*gru_step)(int64_t stride, const float* projected, const float* recurrent, float* hidden);

  /// One step of a tanh network (Elman 1990): hidden = tanh(projected + recurrent), [stride] each.
  void (*rnn_step)(int64_t stride, const float* projected, const float* recurrent, float* hidden);

  /// The activations by themselves, for tests: out[i] = f(in[i]); `count` is a multiple of kGateAlignment.
  void (*sigmoid)(int64_t count, const float* in, float* out);
  void (*tanh)(int64_t count, const float* in, float* out);
};

/// Precondition: this processor has `set`.
const CellKernels& cell_kernels(InstructionSet set);

const CellKernels& generic_cell_kernels();
const CellKernels& avx2_cell_kernels();
const CellKernels& avx512_cell_kernels();

}  // namespace sentiment
