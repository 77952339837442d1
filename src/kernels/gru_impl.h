// The GRU's step, forward and backward.
#pragma once

#include "kernels/activations_impl.h"
#include "kernels/multiply_impl.h"

namespace sentiment {
namespace {

template <class Real>
void gru_forward(const ForwardStep<Real>& step) {
  constexpr int kGates = 3;
  constexpr int64_t W = kWidth<Real>;
  const Real* panel = step.weights + step.unit_begin * kGates * step.H;
  for (int64_t unit = step.unit_begin; unit < step.unit_end; unit += W, panel += step.H * kGates * W) {
    for_each_tile<kTileRows<kGates>>(step.rows, [&](int64_t first, auto rows) {
      constexpr int kRows = decltype(rows)::value;
      Vector<Real> sums[kRows][kGates] = {};
      prefetch<Real, kRows, kGates>(step.projected + first, unit * kGates);
      if (step.hidden_before != nullptr) {
        add_products<Real, kRows, kGates>(step.H, step.hidden_before + first * step.state_stride,
                                          step.state_stride, panel, sums);
      }
      for (int r = 0; r < kRows; ++r) {
        const int64_t at = (first + r) * step.state_stride + unit;
        const Real* projected = step.projected[first + r] + unit * kGates;
        const Vector<Real> reset = sigmoid_of(sums[r][0] + load(projected));
        const Vector<Real> update = sigmoid_of(sums[r][1] + load(projected + W));
        // W_in x waits for the reset gate.
        const Vector<Real> product = sums[r][2] + load(step.recurrent_bias + unit);
        const Vector<Real> candidate = tanh_of(load(projected + 2 * W) + reset * product);
        const Vector<Real> before =
            step.hidden_before == nullptr ? all(Real{0}) : load(step.hidden_before + at);
        store(step.hidden + at, candidate + update * (before - candidate));
        if (step.gates != nullptr) {
          Real* gates = step.gates + (first + r) * step.gate_stride + unit * kGates;
          store(gates, reset);
          store(gates + W, update);
          store(gates + 2 * W, product);
          store(step.candidate + at, candidate);
        }
      }
    });
  }
}

template <class Real>
void gru_backward(const BackwardStep<Real>& step) {
  constexpr int64_t W = kWidth<Real>;
  const Vector<Real> one = all(Real{1});
  for (int64_t row = 0; row < step.rows; ++row) {
    const int64_t state = row * step.state_stride;
    const int64_t carry = row * step.gradient_stride;
    Real* gates = step.gates + row * step.gate_stride;
    for (int64_t unit = 0; unit < step.P; unit += W, gates += 3 * W) {
      const Vector<Real> reset = load(gates);
      const Vector<Real> update = load(gates + W);
      const Vector<Real> product = load(gates + 2 * W);
      const Vector<Real> candidate = load(step.candidate + state + unit);
      const Vector<Real> before =
          step.hidden_before == nullptr ? all(Real{0}) : load(step.hidden_before + state + unit);
      const Vector<Real> d_hidden = load(step.hidden_gradient + carry + unit);
      const Vector<Real> d_candidate = d_hidden * (one - update) * (one - candidate * candidate);
      store(gates, d_candidate * product * reset * (one - reset));
      store(gates + W, d_hidden * (before - candidate) * update * (one - update));
      store(gates + 2 * W, d_candidate * reset);
      store(step.candidate + state + unit, d_candidate);
      store(step.hidden_gradient + carry + unit, d_hidden * update);
    }
  }
}

}  // namespace
}  // namespace sentiment
