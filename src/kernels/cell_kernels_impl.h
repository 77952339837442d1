// One instruction set's kernels as a table.
#pragma once

#include "kernels/activations_impl.h"
#include "kernels/gru_impl.h"
#include "kernels/lstm_impl.h"
#include "kernels/multiply_impl.h"
#include "kernels/rnn_impl.h"

namespace sentiment {
namespace {

template <class Real, int kVectors>
inline void sum_columns(const Real* rows, int64_t row_stride, const int32_t* numbers, int64_t count,
                        Real* out) {
  Vector<Real> sums[kVectors] = {};
  for (int64_t i = 0; i < count; ++i) {
    const Real* row = rows + (numbers == nullptr ? i : numbers[i]) * row_stride;
    for (int v = 0; v < kVectors; ++v) sums[v] += load(row + v * kWidth<Real>);
  }
  for (int v = 0; v < kVectors; ++v) store(out + v * kWidth<Real>, sums[v]);
}

template <class Real>
void sum_rows(int64_t N, const Real* rows, int64_t row_stride, const int32_t* numbers, int64_t count,
              Real* out) {
  constexpr int64_t kColumns = 8 * kWidth<Real>;
  int64_t n = 0;
  for (; n + kColumns <= N; n += kColumns)
    sum_columns<Real, 8>(rows + n, row_stride, numbers, count, out + n);
  for (; n < N; n += kWidth<Real>) sum_columns<Real, 1>(rows + n, row_stride, numbers, count, out + n);
}

template <class Real>
void sigmoid(int64_t count, const Real* in, Real* out) {
  for (int64_t i = 0; i < count; i += kWidth<Real>) store(out + i, sigmoid_of(load(in + i)));
}

template <class Real>
void hyperbolic_tangent(int64_t count, const Real* in, Real* out) {
  for (int64_t i = 0; i < count; i += kWidth<Real>) store(out + i, tanh_of(load(in + i)));
}

float exp_and_sum(int64_t count, float subtrahend, float most, float* values) {
  Floats sums{};
  for (int64_t i = 0; i < count; i += kWidth<float>) {
    Floats x = load(values + i) - all(subtrahend);
    x = exp_of(x > all(most) ? all(most) : x);
    sums += x;
    store(values + i, x);
  }
  float sum = 0.0F;
  for (int64_t i = 0; i < kWidth<float>; ++i) sum += sums[i];
  return sum;
}

template <class Real>
constexpr CellKernels<Real> kKernels = {
    kWidth<Real>,      multiply<Real>,      add_transposed<Real>,    lstm_forward<Real>, gru_forward<Real>,
    rnn_forward<Real>, lstm_backward<Real>, gru_backward<Real>,      rnn_backward<Real>, sum_rows<Real>,
    exp_and_sum,       sigmoid<Real>,       hyperbolic_tangent<Real>};

}  // namespace
}  // namespace sentiment
