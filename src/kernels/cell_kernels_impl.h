// The body of one instruction set's kernels. Included by exactly one source per set, compiled with that set's
// flags, after SENTIMENT_VECTOR_FLOATS says how many floats a register holds.
//
// Everything here has internal linkage and uses nothing of the standard library: an inline function that
// another source also instantiates would be merged with this one, and older processors would then run it.

#include <cstdint>

#include "kernels/cell_kernels.h"

namespace sentiment {
namespace {

constexpr int kWidth = SENTIMENT_VECTOR_FLOATS;
typedef float Floats __attribute__((vector_size(4 * kWidth)));
typedef int32_t Ints __attribute__((vector_size(4 * kWidth)));
typedef float LooseFloats __attribute__((vector_size(4 * kWidth), aligned(4), may_alias));

inline Floats load(const float* at) { return *reinterpret_cast<const LooseFloats*>(at); }
inline void store(float* at, Floats value) { *reinterpret_cast<LooseFloats*>(at) = value; }
inline Floats all(float value) { return Floats{} + value; }

/// exp(x), relative error below 2e-7 (Cephes expf, Moshier 1989); x is cut to [-87, 88], so that neither the
/// result nor its reciprocal overflows.
inline Floats exp_of(Floats x) {
  x = x < all(-87.0F) ? all(-87.0F) : x;
  x = x > all(88.0F) ? all(88.0F) : x;
  constexpr float kRound = 12582912.0F;  // 1.5 * 2^23: adding it leaves no bits for a fraction
  const Floats n = (x * 1.44269504088896341F + kRound) - kRound;  // round(x / ln 2)
  const Floats r = (x - n * 0.693359375F) - n * -2.12194440e-4F;  // x - n ln 2, in two parts
  Floats p = all(1.9875691500e-4F);
  p = p * r + 1.3981999507e-3F;
  p = p * r + 8.3334519073e-3F;
  p = p * r + 4.1665795894e-2F;
  p = p * r + 1.6666665459e-1F;
  p = p * r + 5.0000001201e-1F;
  p = p * (r * r) + r + 1.0F;
  const Ints exponent = (__builtin_convertvector(n, Ints) + 127) << 23;
  return p * reinterpret_cast<Floats>(exponent);
}

inline Floats sigmoid_of(Floats x) { return 1.0F / (1.0F + exp_of(-x)); }

/// tanh(x), relative error below 3e-7: near zero Cephes' polynomial, elsewhere through exp, where the
/// subtraction from 1 loses nothing.
inline Floats tanh_of(Floats x) {
  const Floats magnitude = x < all(0.0F) ? -x : x;
  const Floats square = x * x;
  Floats p = all(-5.70498872745e-3F);
  p = p * square + 2.06390887954e-2F;
  p = p * square - 5.37397155531e-2F;
  p = p * square + 1.33314422036e-1F;
  p = p * square - 3.33332819422e-1F;
  const Floats near = p * square * x + x;
  const Floats far = 1.0F - 2.0F / (exp_of(magnitude + magnitude) + 1.0F);
  return magnitude < all(0.625F) ? near : (x < all(0.0F) ? -far : far);
}

/// kRows rows times kVectors vectors of one panel, the sums in registers.
template <int kRows, int kVectors>
inline void multiply_block(int64_t K, const float* rows, int64_t row_stride, const float* panel,
                           const float* bias, float* out, int64_t out_stride) {
  Floats sums[kRows][kVectors];
  for (int m = 0; m < kRows; ++m) {
    for (int v = 0; v < kVectors; ++v) sums[m][v] = load(bias + v * kWidth);
  }
  for (int64_t k = 0; k < K; ++k) {
    Floats weights[kVectors];
    for (int v = 0; v < kVectors; ++v) weights[v] = load(panel + k * kPanelWidth + v * kWidth);
    for (int m = 0; m < kRows; ++m) {
      const Floats x = all(rows[m * row_stride + k]);
      for (int v = 0; v < kVectors; ++v) sums[m][v] += x * weights[v];
    }
  }
  for (int m = 0; m < kRows; ++m) {
    for (int v = 0; v < kVectors; ++v) store(out + m * out_stride + v * kWidth, sums[m][v]);
  }
}

/// A whole panel for kRows rows, as many vectors at a time as the register file holds sums for.
template <int kRows, int kVectors>
inline void multiply_panel(int64_t K, const float* rows, int64_t row_stride, const float* panel,
                           const float* bias, float* out, int64_t out_stride) {
  for (int64_t n = 0; n < kPanelWidth; n += kVectors * kWidth) {
    multiply_block<kRows, kVectors>(K, rows, row_stride, panel + n, bias + n, out + n, out_stride);
  }
}

void multiply(int64_t M, int64_t K, int64_t N, const float* rows, int64_t row_stride, const float* weights,
              const float* bias, float* out) {
  constexpr int kVectorsOfPanel = static_cast<int>(kPanelWidth) / kWidth;
  constexpr int kVectorsAlone = kVectorsOfPanel < 8 ? kVectorsOfPanel : 8;
  constexpr int kVectorsOfFour = kWidth == 16 ? 4 : 2;  // 16 of 32 registers, or 8 of 16
  for (int64_t n = 0; n < N; n += kPanelWidth) {
    const float* panel = weights + n * K;
    int64_t m = 0;
    for (; m + 4 <= M; m += 4) {
      multiply_panel<4, kVectorsOfFour>(K, rows + m * row_stride, row_stride, panel, bias + n,
                                        out + m * N + n, N);
    }
    for (; m < M; ++m) {
      multiply_panel<1, kVectorsAlone>(K, rows + m * row_stride, row_stride, panel, bias + n, out + m * N + n,
                                       N);
    }
  }
}

void lstm_step(int64_t stride, const float* projected, const float* recurrent, float* cell, float* hidden) {
  for (int64_t j = 0; j < stride; j += kWidth) {
    const auto gate = [&](int64_t g) {
      return load(projected + g * stride + j) + load(recurrent + g * stride + j);
    };
    const Floats input = sigmoid_of(gate(0));
    const Floats forget = sigmoid_of(gate(1));
    const Floats candidate = tanh_of(gate(2));
    const Floats output = sigmoid_of(gate(3));
    const Floats next = forget * load(cell + j) + input * candidate;
    store(cell + j, next);
    store(hidden + j, output * tanh_of(next));
  }
}

void gru_step(int64_t stride, const float* projected, const float* recurrent, float* hidden) {
  for (int64_t j = 0; j < stride; j += kWidth) {
    const auto gate = [&](int64_t g) {
      return load(projected + g * stride + j) + load(recurrent + g * stride + j);
    };
    const Floats reset = sigmoid_of(gate(0));
    const Floats update = sigmoid_of(gate(1));
    const Floats candidate =
        tanh_of(load(projected + 2 * stride + j) + reset * load(recurrent + 2 * stride + j));
    store(hidden + j, candidate + update * (load(hidden + j) - candidate));
  }
}

void rnn_step(int64_t stride, const float* projected, const float* recurrent, float* hidden) {
  for (int64_t j = 0; j < stride; j += kWidth)
    store(hidden + j, tanh_of(load(projected + j) + load(recurrent + j)));
}

void sigmoid(int64_t count, const float* in, float* out) {
  for (int64_t i = 0; i < count; i += kWidth) store(out + i, sigmoid_of(load(in + i)));
}

void hyperbolic_tangent(int64_t count, const float* in, float* out) {
  for (int64_t i = 0; i < count; i += kWidth) store(out + i, tanh_of(load(in + i)));
}

constexpr CellKernels kKernels = {multiply, lstm_step, gru_step, rnn_step, sigmoid, hyperbolic_tangent};

}  // namespace
}  // namespace sentiment
