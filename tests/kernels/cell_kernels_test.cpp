#include "kernels/cell_kernels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "kernels/instruction_sets.h"

namespace sentiment {
namespace {

/// Points from -100 to 100, dense around zero, a multiple of 16 of them.
std::vector<float> arguments() {
  std::vector<float> x;
  for (int i = -8000; i < 8000; ++i) x.push_back(static_cast<float>(i) / 80.0F);
  for (int i = 0; i < 8000; ++i) x.push_back(std::ldexp(1.0F + static_cast<float>(i) / 8000.0F, -1 - i % 30));
  return x;
}

std::vector<float> applied(void (*function)(int64_t, const float*, float*), const std::vector<float>& in) {
  std::vector<float> out(in.size());
  function(static_cast<int64_t>(in.size()), in.data(), out.data());
  return out;
}

TEST(CellKernels, SigmoidKeepsSixDigits) {
  const std::vector<float> x = arguments();
  for (const InstructionSet set : runnable_sets()) {
    const std::vector<float> y = applied(cell_kernels(set).sigmoid, x);
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double exact = 1.0 / (1.0 + std::exp(-static_cast<double>(x[i])));
      // Below e^-87 the argument is cut; 1e-37 is what is left of it.
      EXPECT_NEAR(y[i], exact, 3e-7 * exact + 2e-38) << name_of(set) << " at " << x[i];
    }
  }
}

TEST(CellKernels, TanhKeepsSixDigits) {
  const std::vector<float> x = arguments();
  for (const InstructionSet set : runnable_sets()) {
    const std::vector<float> y = applied(cell_kernels(set).tanh, x);
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double exact = std::tanh(static_cast<double>(x[i]));
      EXPECT_NEAR(y[i], exact, 3e-7 * std::abs(exact)) << name_of(set) << " at " << x[i];
    }
  }
}

TEST(CellKernels, ActivationsSaturateAtTheEndsOfTheFloats) {
  const float huge = std::numeric_limits<float>::max();
  std::vector<float> x(16, 0.0F);
  x[0] = huge;
  x[1] = -huge;
  for (const InstructionSet set : runnable_sets()) {
    const std::vector<float> sigmoids = applied(cell_kernels(set).sigmoid, x);
    const std::vector<float> tangents = applied(cell_kernels(set).tanh, x);
    EXPECT_EQ(sigmoids[0], 1.0F);
    EXPECT_NEAR(sigmoids[1], 0.0F, 1e-37F);
    EXPECT_EQ(sigmoids[2], 0.5F);
    EXPECT_EQ(tangents[0], 1.0F);
    EXPECT_EQ(tangents[1], -1.0F);
    EXPECT_EQ(tangents[2], 0.0F);
  }
}

TEST(CellKernels, ActivationsPassNotANumberOn) {
  const std::vector<float> x(16, std::numeric_limits<float>::quiet_NaN());
  for (const InstructionSet set : runnable_sets()) {
    EXPECT_TRUE(std::isnan(applied(cell_kernels(set).sigmoid, x)[3])) << name_of(set);
    EXPECT_TRUE(std::isnan(applied(cell_kernels(set).tanh, x)[3])) << name_of(set);
  }
}

TEST(CellKernels, MultipliesWholeNumbersExactly) {
  // Every row count up to 9 meets the block of four rows and each remainder; sums of small integers are
  // exact.
  const int64_t K = 5;
  const int64_t N = 2 * kPanelWidth;
  std::vector<float> weights(static_cast<std::size_t>(K * N));
  std::vector<float> bias(static_cast<std::size_t>(N));
  const auto weight = [](int64_t k, int64_t n) { return static_cast<float>((3 * k + n) % 7 - 3); };
  for (int64_t n = 0; n < N; ++n) {
    bias[static_cast<std::size_t>(n)] = static_cast<float>(n);
    for (int64_t k = 0; k < K; ++k) {
      weights[static_cast<std::size_t>((n / kPanelWidth * K + k) * kPanelWidth + n % kPanelWidth)] =
          weight(k, n);
    }
  }
  for (const InstructionSet set : runnable_sets()) {
    for (int64_t M = 1; M <= 9; ++M) {
      std::vector<float> rows;
      for (int64_t i = 0; i < M * K; ++i) rows.push_back(static_cast<float>(i % 11 - 5));
      std::vector<float> out(static_cast<std::size_t>(M * N), -1.0F);
      cell_kernels(set).multiply(M, K, N, rows.data(), K, weights.data(), bias.data(), out.data());
      for (int64_t m = 0; m < M; ++m) {
        for (int64_t n = 0; n < N; ++n) {
          float expected = static_cast<float>(n);
          for (int64_t k = 0; k < K; ++k)
            expected += rows[static_cast<std::size_t>(m * K + k)] * weight(k, n);
          ASSERT_EQ(out[static_cast<std::size_t>(m * N + n)], expected)
              << M << " rows, at " << m << ", " << n;
        }
      }
    }
  }
}

}  // namespace
}  // namespace sentiment
