// The LSTM's step, forward and backward.
#pragma once

#include "kernels/activations_impl.h"
#include "kernels/multiply_impl.h"

namespace sentiment {
namespace {

/// A tile's gates are summed in registers and become its next state without touching memory in between. What
/// the tokens add comes last, when it has had time to arrive.
template <class Real>
void lstm_forward(const ForwardStep<Real>& step) {
  constexpr int kGates = 4;
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
        const Vector<Real> input = sigmoid_of(sums[r][0] + load(projected));
        const Vector<Real> forget = sigmoid_of(sums[r][1] + load(projected + W));
        const Vector<Real> candidate = tanh_of(sums[r][2] + load(projected + 2 * W));
        const Vector<Real> output = sigmoid_of(sums[r][3] + load(projected + 3 * W));
        Vector<Real> cell = input * candidate;
        if (step.cell_before != nullptr) cell += forget * load(step.cell_before + at);
        store(step.cell + at, cell);
        store(step.hidden + at, output * tanh_of(cell));
        if (step.gates != nullptr) {
          Real* gates = step.gates + (first + r) * step.gate_stride + unit * kGates;
          store(gates, input);
          store(gates + W, forget);
          store(gates + 2 * W, candidate);
          store(gates + 3 * W, output);
        }
      }
    });
  }
}

template <class Real>
void lstm_backward(const BackwardStep<Real>& step) {
  constexpr int64_t W = kWidth<Real>;
  const Vector<Real> one = all(Real{1});
  for (int64_t row = 0; row < step.rows; ++row) {
    const int64_t state = row * step.state_stride;
    const int64_t carry = row * step.gradient_stride;
    Real* gates = step.gates + row * step.gate_stride;
    for (int64_t unit = 0; unit < step.P; unit += W, gates += 4 * W) {
      const Vector<Real> input = load(gates);
      const Vector<Real> forget = load(gates + W);
      const Vector<Real> candidate = load(gates + 2 * W);
      const Vector<Real> output = load(gates + 3 * W);
      const Vector<Real> squashed = tanh_of(load(step.cell + state + unit));
      const Vector<Real> d_hidden = load(step.hidden_gradient + carry + unit);
      const Vector<Real> d_cell =
          load(step.cell_gradient + carry + unit) + d_hidden * output * (one - squashed * squashed);
      const Vector<Real> before =
          step.cell_before == nullptr ? all(Real{0}) : load(step.cell_before + state + unit);
      store(gates, d_cell * candidate * input * (one - input));
      store(gates + W, d_cell * before * forget * (one - forget));
      store(gates + 2 * W, d_cell * input * (one - candidate * candidate));
      store(gates + 3 * W, d_hidden * squashed * output * (one - output));
      store(step.cell_gradient + carry + unit, d_cell * forget);
    }
  }
}

}  // namespace
}  // namespace sentiment
