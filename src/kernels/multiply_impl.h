// Products of matrices: sums for a tile of the result stay in registers.
#pragma once

#include "kernels/cell_kernels.h"
#include "kernels/simd_impl.h"

namespace sentiment {
namespace {

// With 32 registers a tile has at most 24 sums and with 16 at most 12, which hides the latency of a
// multiply-add and leaves room for what is multiplied.
constexpr int kSums = SENTIMENT_VECTOR_BYTES == 64 ? 24 : 12;

/// A number as a type, for a lambda that is compiled once for each.
template <int kValue>
struct Count {
  static constexpr int value = kValue;
};

/// Cuts `rows` into tiles of nearly equal size, of at most kLargest rows, and calls tile(first,
/// Count<size>{}).
template <int kLargest, class Tile>
inline void for_each_tile(int64_t rows, const Tile& tile) {
  for (int64_t first = 0; first < rows;) {
    const int64_t left = rows - first;
    const int64_t tiles = (left + kLargest - 1) / kLargest;
    const int64_t size = (left + tiles - 1) / tiles;
    if constexpr (kLargest >= 8) {
      if (size == 8) tile(first, Count<8>{});
      if (size == 7) tile(first, Count<7>{});
    }
    if constexpr (kLargest >= 6) {
      if (size == 6) tile(first, Count<6>{});
      if (size == 5) tile(first, Count<5>{});
    }
    if constexpr (kLargest >= 4) {
      if (size == 4) tile(first, Count<4>{});
    }
    if (size == 3) tile(first, Count<3>{});
    if (size == 2) tile(first, Count<2>{});
    if (size == 1) tile(first, Count<1>{});
    first += size;
  }
}

/// The most rows of a tile that is kVectors wide.
template <int kVectors>
constexpr int kTileRows = kSums / kVectors > 8 ? 8 : kSums / kVectors;

/// Asks for what sums will be added to: each row has its own place, which the processor cannot foresee.
template <class Real, int kRows, int kVectors>
inline void prefetch(const Real* const* rows, int64_t column) {
  for (int r = 0; r < kRows; ++r) {
    for (int v = 0; v < kVectors; ++v) __builtin_prefetch(rows[r] + column + v * kWidth<Real>);
  }
}

/// sums[r][v] += sum over k in [0, K) of rows[r, k] * panel[k, v].
template <class Real, int kRows, int kVectors>
inline void add_products(int64_t K, const Real* rows, int64_t row_stride, const Real* panel,
                         Vector<Real> (&sums)[kRows][kVectors]) {
  for (int64_t k = 0; k < K; ++k) {
    Vector<Real> weights[kVectors];
    for (int v = 0; v < kVectors; ++v) weights[v] = load(panel + v * kWidth<Real>);
    for (int r = 0; r < kRows; ++r) {
      const Vector<Real> x = all(rows[r * row_stride + k]);
      for (int v = 0; v < kVectors; ++v) sums[r][v] += x * weights[v];
    }
    panel += kVectors * kWidth<Real>;
  }
}

/// One panel of multiply().
template <class Real, int kVectors>
inline void multiply_panel(const Product<Real>& product, const Real* panel, const Real* bias, Real* out) {
  for_each_tile<kTileRows<kVectors>>(product.M, [&](int64_t first, auto rows) {
    constexpr int kRows = decltype(rows)::value;
    Vector<Real> sums[kRows][kVectors];
    for (int r = 0; r < kRows; ++r) {
      for (int v = 0; v < kVectors; ++v) {
        const int64_t column = v * kWidth<Real>;
        if (product.add) {
          sums[r][v] = load(out + (first + r) * product.out_stride + column);
        } else {
          sums[r][v] = bias == nullptr ? all(Real{0}) : load(bias + column);
        }
      }
    }
    add_products<Real, kRows, kVectors>(product.K, product.rows + first * product.row_stride,
                                        product.row_stride, panel, sums);
    for (int r = 0; r < kRows; ++r) {
      for (int v = 0; v < kVectors; ++v) {
        store(out + (first + r) * product.out_stride + v * kWidth<Real>, sums[r][v]);
      }
    }
  });
}

template <class Real>
void multiply(const Product<Real>& product) {
  const int64_t width = product.panel_vectors * kWidth<Real>;
  for (int64_t n = 0; n < product.N; n += width) {
    const Real* panel = product.panels + n * product.K;
    const Real* bias = product.bias == nullptr ? nullptr : product.bias + n;
    const int64_t left = (product.N - n) / kWidth<Real>;
    const int64_t vectors = left < product.panel_vectors ? left : product.panel_vectors;
    if (vectors == 4) multiply_panel<Real, 4>(product, panel, bias, product.out + n);
    if (vectors == 3) multiply_panel<Real, 3>(product, panel, bias, product.out + n);
    if (vectors == 2) multiply_panel<Real, 2>(product, panel, bias, product.out + n);
    if (vectors == 1) multiply_panel<Real, 1>(product, panel, bias, product.out + n);
  }
}

/// A column of cache lines, one line of each row of a matrix.
template <class Real>
struct LineColumn {
  const Real* first;
  int64_t stride;  // 0: nothing to fetch, the same line again
};

/// What tile number `tile` of a product fetches for the next one: each of its columns of lines once.
template <class Real>
inline LineColumn<Real> line_column(const TransposedProduct<Real>& product, int64_t tile) {
  constexpr int64_t kLine = 64 / sizeof(Real);
  const int64_t left = (product.M + kLine - 1) / kLine;
  const int64_t right = (product.N + kLine - 1) / kLine;
  if (product.next_left == nullptr || tile >= left + right) return {product.left, 0};
  if (tile < left) return {product.next_left + tile * kLine, product.left_stride};
  return {product.next_right + (tile - left) * kLine, product.right_stride};
}

/// kRows columns of `left`, from `row` on, times kVectors vectors of columns of `right`, from `column` on.
/// Rows lie kilobytes apart, where the processor fetches nothing ahead by itself.
template <class Real, int kRows, int kVectors>
inline void add_transposed_tile(const TransposedProduct<Real>& product, int64_t row, int64_t column,
                                LineColumn<Real> ahead) {
  const Real* left = product.left + row;
  const Real* right = product.right + column;
  Real* out = product.out + row * product.out_stride + column;
  Vector<Real> sums[kRows][kVectors];
  for (int r = 0; r < kRows; ++r) {
    for (int v = 0; v < kVectors; ++v) sums[r][v] = load(out + r * product.out_stride + v * kWidth<Real>);
  }
  for (int64_t k = 0; k < product.K; ++k) {
    Vector<Real> values[kVectors];
    for (int v = 0; v < kVectors; ++v) values[v] = load(right + v * kWidth<Real>);
    for (int r = 0; r < kRows; ++r) {
      const Vector<Real> x = all(left[r]);
      for (int v = 0; v < kVectors; ++v) sums[r][v] += x * values[v];
    }
    left += product.left_stride;
    right += product.right_stride;
    __builtin_prefetch(ahead.first, 0, 2);
    ahead.first += ahead.stride;
  }
  for (int r = 0; r < kRows; ++r) {
    for (int v = 0; v < kVectors; ++v) store(out + r * product.out_stride + v * kWidth<Real>, sums[r][v]);
  }
}

template <class Real, int kVectors>
inline void add_transposed_columns(const TransposedProduct<Real>& product, int64_t column, int64_t& tile) {
  for_each_tile<kTileRows<kVectors>>(product.M, [&](int64_t row, auto rows) {
    constexpr int kRows = decltype(rows)::value;
    add_transposed_tile<Real, kRows, kVectors>(product, row, column, line_column(product, tile++));
  });
}

template <class Real>
void add_transposed(const TransposedProduct<Real>& product) {
  constexpr int kVectors = SENTIMENT_VECTOR_BYTES == 64 ? 3 : 2;
  int64_t tile = 0;
  for (int64_t column = 0; column < product.N;) {
    const int64_t left = (product.N - column) / kWidth<Real>;
    // Four vectors are left: two and two keep more sums in flight than three and one.
    const int64_t vectors = left == 4 ? 2 : left < kVectors ? left : kVectors;
    if (vectors == 3) add_transposed_columns<Real, 3>(product, column, tile);
    if (vectors == 2) add_transposed_columns<Real, 2>(product, column, tile);
    if (vectors == 1) add_transposed_columns<Real, 1>(product, column, tile);
    column += vectors * kWidth<Real>;
  }
}

}  // namespace
}  // namespace sentiment
