#include "kernels/packed_matrix.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/random.h"
#include "kernels/instruction_sets.h"

namespace sentiment {
namespace {

std::vector<float> numbers(int64_t count, uint64_t key) {
  const RandomStream random(7, RandomUse::kInitialWeights, {key});
  std::vector<float> values;
  for (int64_t i = 0; i < count; ++i)
    values.push_back(static_cast<float>(random.uniform(static_cast<uint64_t>(i)) - 0.5));
  return values;
}

/// For matrices of sizes below, at and above registers and panels.
template <class Body>
void for_each_matrix(const Body& body) {
  for (const InstructionSet set : runnable_sets()) {
    for (const int64_t N : {1, 16, 63, 64, 65, 200}) {
      for (const int64_t K : {1, 7, 33}) {
        SCOPED_TRACE(testing::Message() << name_of(set) << ", " << N << " by " << K);
        const std::vector<float> weight = numbers(N * K, 1);
        const std::vector<float> bias = numbers(N, 2);
        body(PackedMatrix(N, K, weight.data(), bias.data(), set), N, K, weight, bias);
      }
    }
  }
}

TEST(PackedMatrix, MultipliesRows) {
  for_each_matrix([](const PackedMatrix& matrix, int64_t N, int64_t K, const auto& weight, const auto& bias) {
    const int64_t M = 3;
    const std::vector<float> rows = numbers(M * K, 3);
    std::vector<float> out(static_cast<std::size_t>(M * matrix.columns()), 9.0F);
    matrix.multiply(M, rows.data(), out.data());
    for (int64_t m = 0; m < M; ++m) {
      for (int64_t n = 0; n < matrix.columns(); ++n) {
        double sum = n < N ? bias[static_cast<std::size_t>(n)] : 0.0;
        for (int64_t k = 0; n < N && k < K; ++k)
          sum += static_cast<double>(rows[static_cast<std::size_t>(m * K + k)]) *
                 weight[static_cast<std::size_t>(n * K + k)];
        ASSERT_NEAR(out[static_cast<std::size_t>(m * matrix.columns() + n)], sum, 1e-6) << m << " " << n;
      }
    }
  });
}

TEST(PackedMatrix, GivesTheSameBitsHoweverItIsShared) {
  for_each_matrix([](const PackedMatrix& matrix, int64_t, int64_t K, const auto&, const auto&) {
    const std::vector<float> rows = numbers(2 * K, 3);
    std::vector<float> whole(static_cast<std::size_t>(2 * matrix.columns()));
    matrix.multiply(2, rows.data(), whole.data());
    for (const int64_t shares : {2, 3, 50}) {
      std::vector<float> shared(whole.size(), 9.0F);
      for (int64_t share = 0; share < shares; ++share)
        matrix.multiply(2, rows.data(), shared.data(), share, shares);
      ASSERT_EQ(shared, whole);
    }
    std::vector<float> alone(static_cast<std::size_t>(matrix.columns()));
    matrix.multiply(1, rows.data() + K, alone.data());
    ASSERT_EQ(alone, std::vector<float>(whole.begin() + matrix.columns(), whole.end()));
  });
}

TEST(PackedMatrix, TakesAWeightThatIsTransposedAndRowsThatLieApart) {
  for_each_matrix([](const PackedMatrix& matrix, int64_t N, int64_t K, const auto& weight, const auto& bias) {
    std::vector<float> transposed(weight.size());
    for (int64_t n = 0; n < N; ++n) {
      for (int64_t k = 0; k < K; ++k)
        transposed[static_cast<std::size_t>(k * N + n)] = weight[static_cast<std::size_t>(n * K + k)];
    }
    const int64_t M = 3;
    const int64_t row_stride = K + 2;
    const int64_t columns = matrix.columns();
    const std::vector<float> rows = numbers(M * row_stride, 3);
    std::vector<float> with_bias(static_cast<std::size_t>(M * (columns + 16)), 9.0F);
    std::vector<float> without = with_bias;
    matrix.multiply_rows(M, rows.data(), row_stride, with_bias.data(), columns + 16);
    for (const InstructionSet set : runnable_sets()) {
      const PackedMatrix turned = PackedMatrix::of_transposed(N, K, transposed.data(), set);
      if (turned.columns() > columns) continue;
      turned.multiply_rows(M, rows.data(), row_stride, without.data(), columns + 16);
      for (int64_t m = 0; m < M; ++m) {
        for (int64_t n = 0; n < columns; ++n) {
          const auto at = static_cast<std::size_t>(m * (columns + 16) + n);
          if (n >= N) continue;
          ASSERT_NEAR(with_bias[at] - bias[static_cast<std::size_t>(n)], without[at], 1e-6);
        }
        ASSERT_EQ(with_bias[static_cast<std::size_t>(m * (columns + 16) + columns)], 9.0F);
      }
    }
    std::vector<float> packed(static_cast<std::size_t>(columns));
    matrix.multiply(1, rows.data() + row_stride, packed.data());
    for (int64_t n = 0; n < columns; ++n)
      ASSERT_EQ(packed[static_cast<std::size_t>(n)], with_bias[static_cast<std::size_t>(columns + 16 + n)]);
  });
}

TEST(PackedMatrix, GivesItsRowsBack) {
  for_each_matrix([](const PackedMatrix& matrix, int64_t N, int64_t K, const auto& weight, const auto&) {
    std::vector<float> row(static_cast<std::size_t>(K));
    for (int64_t n = 0; n < N; ++n) {
      matrix.copy_row(n, row.data());
      ASSERT_EQ(row, std::vector<float>(weight.begin() + n * K, weight.begin() + (n + 1) * K));
    }
  });
}

}  // namespace
}  // namespace sentiment
