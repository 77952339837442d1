// The tanh network's step, forward and backward.
#pragma once

#include "kernels/activations_impl.h"
#include "kernels/multiply_impl.h"

namespace sentiment {
namespace {

template <class Real, int kVectors>
inline void rnn_forward_panel(const ForwardStep<Real>& step, int64_t unit) {
  constexpr int64_t W = kWidth<Real>;
  for_each_tile<kTileRows<kVectors>>(step.rows, [&](int64_t first, auto rows) {
    constexpr int kRows = decltype(rows)::value;
    Vector<Real> sums[kRows][kVectors] = {};
    prefetch<Real, kRows, kVectors>(step.projected + first, unit);
    if (step.hidden_before != nullptr) {
      add_products<Real, kRows, kVectors>(step.H, step.hidden_before + first * step.state_stride,
                                          step.state_stride, step.weights + unit * step.H, sums);
    }
    for (int r = 0; r < kRows; ++r) {
      Real* hidden = step.hidden + (first + r) * step.state_stride + unit;
      const Real* projected = step.projected[first + r] + unit;
      for (int v = 0; v < kVectors; ++v) store(hidden + v * W, tanh_of(sums[r][v] + load(projected + v * W)));
    }
  });
}

template <class Real>
void rnn_forward(const ForwardStep<Real>& step) {
  constexpr int64_t W = kWidth<Real>;
  int64_t unit = step.unit_begin;
  for (; unit + 4 * W <= step.unit_end; unit += 4 * W) rnn_forward_panel<Real, 4>(step, unit);
  const int64_t left = (step.unit_end - unit) / W;
  if (left == 3) rnn_forward_panel<Real, 3>(step, unit);
  if (left == 2) rnn_forward_panel<Real, 2>(step, unit);
  if (left == 1) rnn_forward_panel<Real, 1>(step, unit);
}

template <class Real>
void rnn_backward(const BackwardStep<Real>& step) {
  for (int64_t row = 0; row < step.rows; ++row) {
    const Real* hidden = step.hidden + row * step.state_stride;
    const Real* d_hidden = step.hidden_gradient + row * step.gradient_stride;
    Real* gates = step.gates + row * step.gate_stride;
    for (int64_t unit = 0; unit < step.P; unit += kWidth<Real>) {
      const Vector<Real> state = load(hidden + unit);
      store(gates + unit, load(d_hidden + unit) * (all(Real{1}) - state * state));
    }
  }
}

}  // namespace
}  // namespace sentiment
