#include "kernels/cell_kernels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "kernels/instruction_sets.h"

namespace sentiment {
namespace {

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

/// Small whole numbers, whose products and sums are exact.
template <class Real>
std::vector<Real> whole_numbers(int64_t count, int64_t step) {
  std::vector<Real> values;
  for (int64_t i = 0; i < count; ++i) values.push_back(static_cast<Real>(step * i % 11 - 5));
  return values;
}

/// [K, N] to panels of `columns` columns, the last of them perhaps narrower.
template <class Real>
std::vector<Real> panels_of(const std::vector<Real>& weights, int64_t K, int64_t N, int64_t columns) {
  std::vector<Real> panels;
  for (int64_t first = 0; first < N; first += columns) {
    for (int64_t k = 0; k < K; ++k) {
      for (int64_t n = first; n < std::min(N, first + columns); ++n)
        panels.push_back(weights[size(k * N + n)]);
    }
  }
  return panels;
}

template <class Real>
void expect_products_are_exact(InstructionSet set) {
  const CellKernels<Real>& kernels = cell_kernels<Real>(set);
  constexpr int64_t K = 5;
  for (int64_t panel_vectors = 1; panel_vectors <= 4; ++panel_vectors) {
    for (int64_t vectors = 1; vectors <= 9; ++vectors) {
      const int64_t N = vectors * kernels.width;
      const std::vector<Real> weights = whole_numbers<Real>(K * N, 3);
      const std::vector<Real> bias = whole_numbers<Real>(N, 7);
      const std::vector<Real> panels = panels_of(weights, K, N, panel_vectors * kernels.width);
      for (int64_t M = 1; M <= 19; ++M) {
        const std::vector<Real> rows = whole_numbers<Real>(M * (K + 2), 5);
        const auto expected = [&](int64_t m, int64_t n) {
          Real sum = 0;
          for (int64_t k = 0; k < K; ++k) sum += rows[size(m * (K + 2) + k)] * weights[size(k * N + n)];
          return sum;
        };
        std::vector<Real> out(size(M * (N + 1)), Real{-100});
        Product<Real> product{M,           K,          N,    rows.data(), K + 2, panels.data(), panel_vectors,
                              bias.data(), out.data(), N + 1};
        const auto expect = [&](const char* what, const auto& start) {
          kernels.multiply(product);
          for (int64_t m = 0; m < M; ++m) {
            for (int64_t n = 0; n < N; ++n) {
              ASSERT_EQ(out[size(m * (N + 1) + n)], start(m, n) + expected(m, n))
                  << name_of(set) << ' ' << what << ", " << M << " rows, panels of " << panel_vectors << ", "
                  << N << " columns, at " << m << ", " << n;
            }
            ASSERT_EQ(out[size(m * (N + 1) + N)], Real{-100}) << "what lies between rows is not ours";
          }
        };
        expect("with bias", [&](int64_t, int64_t n) { return bias[size(n)]; });
        const std::vector<Real> before = out;
        product.add = true;
        expect("added", [&](int64_t m, int64_t n) { return before[size(m * (N + 1) + n)]; });
        product.add = false;
        product.bias = nullptr;
        expect("without bias", [](int64_t, int64_t) { return Real{0}; });
      }
    }
  }
}

TEST(CellKernels, MultipliesWholeNumbersExactly) {
  for (const InstructionSet set : runnable_sets()) {
    expect_products_are_exact<float>(set);
    expect_products_are_exact<double>(set);
  }
}

template <class Real>
void expect_transposed_products_are_exact(InstructionSet set) {
  const CellKernels<Real>& kernels = cell_kernels<Real>(set);
  for (const int64_t K : {0, 1, 6}) {
    for (int64_t vectors = 1; vectors <= 9; ++vectors) {
      const int64_t N = vectors * kernels.width;
      const std::vector<Real> right = whole_numbers<Real>(K * (N + 3), 3);
      for (int64_t M = 1; M <= 19; ++M) {
        const std::vector<Real> left = whole_numbers<Real>(K * (M + 1), 7);
        const std::vector<Real> before = whole_numbers<Real>(M * (N + 1), 5);
        std::vector<Real> out = before;
        kernels.add_transposed({M, K, N, left.data(), M + 1, right.data(), N + 3, out.data(), N + 1});
        for (int64_t m = 0; m < M; ++m) {
          for (int64_t n = 0; n <= N; ++n) {
            Real expected = before[size(m * (N + 1) + n)];
            for (int64_t k = 0; k < K && n < N; ++k)
              expected += left[size(k * (M + 1) + m)] * right[size(k * (N + 3) + n)];
            ASSERT_EQ(out[size(m * (N + 1) + n)], expected)
                << name_of(set) << ", " << K << " terms of " << M << " by " << N << ", at " << m << ", " << n;
          }
        }
      }
    }
  }
}

TEST(CellKernels, AddsTransposedProductsOfWholeNumbersExactly) {
  for (const InstructionSet set : runnable_sets()) {
    expect_transposed_products_are_exact<float>(set);
    expect_transposed_products_are_exact<double>(set);
  }
}

template <class Real>
void expect_sums_are_exact(InstructionSet set) {
  const CellKernels<Real>& kernels = cell_kernels<Real>(set);
  const std::vector<int32_t> numbers = {4, 0, 4, 2};
  for (int64_t vectors = 1; vectors <= 17; ++vectors) {
    const int64_t N = vectors * kernels.width;
    const std::vector<Real> rows = whole_numbers<Real>(5 * (N + 1), 3);
    const auto row = [&](int64_t number, int64_t n) { return rows[size(number * (N + 1) + n)]; };
    std::vector<Real> first(size(N)), chosen(size(N)), none(size(N), Real{9});
    kernels.sum_rows(N, rows.data(), N + 1, nullptr, 3, first.data());
    kernels.sum_rows(N, rows.data(), N + 1, numbers.data(), 4, chosen.data());
    kernels.sum_rows(N, rows.data(), N + 1, nullptr, 0, none.data());
    for (int64_t n = 0; n < N; ++n) {
      ASSERT_EQ(first[size(n)], row(0, n) + row(1, n) + row(2, n)) << name_of(set) << ' ' << N;
      ASSERT_EQ(chosen[size(n)], 2 * row(4, n) + row(0, n) + row(2, n)) << name_of(set) << ' ' << N;
      ASSERT_EQ(none[size(n)], Real{0}) << name_of(set) << ' ' << N;
    }
  }
}

TEST(CellKernels, SumsRowsOfWholeNumbersExactly) {
  for (const InstructionSet set : runnable_sets()) {
    expect_sums_are_exact<float>(set);
    expect_sums_are_exact<double>(set);
  }
}

/// Points from -100 to 100, dense around zero, a multiple of 16 of them.
template <class Real>
std::vector<Real> arguments() {
  std::vector<Real> x;
  for (int i = -8000; i < 8000; ++i) x.push_back(static_cast<Real>(i) / Real{80});
  for (int i = 0; i < 8000; ++i) {
    const Real point = std::ldexp(Real{1} + static_cast<Real>(i) / Real{8000}, 3 - i % 30);
    x.push_back(i % 7 < 4 ? point : -point);
  }
  return x;
}

template <class Real>
std::vector<Real> applied(void (*function)(int64_t, const Real*, Real*), const std::vector<Real>& in) {
  std::vector<Real> out(in.size());
  function(static_cast<int64_t>(in.size()), in.data(), out.data());
  return out;
}

double exact_sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }

TEST(CellKernels, TanhOfFloatsKeepsSixDigits) {
  const std::vector<float> x = arguments<float>();
  for (const InstructionSet set : runnable_sets()) {
    const std::vector<float> y = applied(cell_kernels<float>(set).tanh, x);
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double exact = std::tanh(static_cast<double>(x[i]));
      ASSERT_NEAR(y[i], exact, 4.2e-7 * std::abs(exact)) << name_of(set) << " at " << x[i];
    }
  }
}

TEST(CellKernels, SigmoidOfFloatsIsRightToSixPlaces) {
  // It is computed from tanh, so a tiny sigmoid has no digits of its own. Without fused multiply-add the
  // error is the largest; with it, two thirds of that.
  const std::vector<float> x = arguments<float>();
  for (const InstructionSet set : runnable_sets()) {
    const std::vector<float> y = applied(cell_kernels<float>(set).sigmoid, x);
    for (std::size_t i = 0; i < x.size(); ++i)
      ASSERT_NEAR(y[i], exact_sigmoid(x[i]), 2.1e-7) << name_of(set) << " at " << x[i];
  }
}

TEST(CellKernels, ActivationsOfDoublesAreThoseOfTheLibrary) {
  const std::vector<double> x = arguments<double>();
  for (const InstructionSet set : runnable_sets()) {
    const std::vector<double> tangents = applied(cell_kernels<double>(set).tanh, x);
    const std::vector<double> sigmoids = applied(cell_kernels<double>(set).sigmoid, x);
    for (std::size_t i = 0; i < x.size(); ++i) {
      ASSERT_DOUBLE_EQ(tangents[i], std::tanh(x[i])) << name_of(set) << " at " << x[i];
      ASSERT_NEAR(sigmoids[i], exact_sigmoid(x[i]), 3e-16) << name_of(set) << " at " << x[i];
    }
  }
}

template <class Real>
void expect_saturation(InstructionSet set) {
  const Real huge = std::numeric_limits<Real>::max();
  std::vector<Real> x(16, Real{0});
  x[1] = huge;
  x[2] = -huge;
  x[3] = std::numeric_limits<Real>::infinity();
  x[4] = -std::numeric_limits<Real>::infinity();
  x[5] = Real{40};
  x[6] = Real{-40};
  const std::vector<Real> tangents = applied(cell_kernels<Real>(set).tanh, x);
  const std::vector<Real> sigmoids = applied(cell_kernels<Real>(set).sigmoid, x);
  EXPECT_EQ(tangents[0], Real{0}) << name_of(set);
  EXPECT_EQ(sigmoids[0], Real{0.5}) << name_of(set);
  for (const std::size_t i : {1, 3, 5}) {
    EXPECT_EQ(tangents[i], Real{1}) << name_of(set) << " at " << x[i];
    EXPECT_EQ(sigmoids[i], Real{1}) << name_of(set) << " at " << x[i];
    EXPECT_EQ(tangents[i + 1], Real{-1}) << name_of(set) << " at " << x[i + 1];
    EXPECT_EQ(sigmoids[i + 1], Real{0}) << name_of(set) << " at " << x[i + 1];
  }
}

TEST(CellKernels, ActivationsSaturateExactly) {
  for (const InstructionSet set : runnable_sets()) {
    expect_saturation<float>(set);
    expect_saturation<double>(set);
  }
}

template <class Real>
void expect_nan_passes(InstructionSet set) {
  const std::vector<Real> x(16, std::numeric_limits<Real>::quiet_NaN());
  for (const Real y : applied(cell_kernels<Real>(set).tanh, x)) EXPECT_TRUE(std::isnan(y)) << name_of(set);
  for (const Real y : applied(cell_kernels<Real>(set).sigmoid, x)) EXPECT_TRUE(std::isnan(y)) << name_of(set);
}

TEST(CellKernels, ActivationsPassNotANumberOn) {
  for (const InstructionSet set : runnable_sets()) {
    expect_nan_passes<float>(set);
    expect_nan_passes<double>(set);
  }
}

TEST(CellKernels, ExponentialsOfDifferencesAreExactToSevenDigitsAndSummed) {
  for (const InstructionSet set : runnable_sets()) {
    std::vector<float> x(1600);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = -90.0F + 0.1F * static_cast<float>(i);
    x[5] = -std::numeric_limits<float>::infinity();
    std::vector<float> y = x;
    const float sum = cell_kernels<float>(set).exp_and_sum(1600, 2.5F, 60.0F, y.data());
    double expected_sum = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double argument = std::min(static_cast<double>(x[i] - 2.5F), 60.0);
      const double expected = argument < -87.0 ? 0.0 : std::exp(argument);
      ASSERT_NEAR(y[i], expected, 3e-7 * expected) << name_of(set) << " at " << x[i];
      expected_sum += expected;
    }
    EXPECT_NEAR(sum, expected_sum, 1e-5 * expected_sum);
    EXPECT_EQ(y[5], 0.0F);
  }
}

}  // namespace
}  // namespace sentiment
