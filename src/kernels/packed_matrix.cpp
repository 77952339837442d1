#include "kernels/packed_matrix.h"

#include <algorithm>

namespace sentiment {
namespace {

constexpr int64_t kPanelVectors = 4;

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

}  // namespace

PackedMatrix::PackedMatrix(int64_t N, int64_t K, InstructionSet set)
    : K_(K), columns_(0), kernels_(&cell_kernels<float>(set)) {
  const int64_t width = kernels_->width;
  columns_ = (N + width - 1) / width * width;
  panels_ = AlignedArray<float>(size(columns_ * K));
  bias_ = AlignedArray<float>(size(columns_));
}

PackedMatrix::PackedMatrix(int64_t N, int64_t K, const float* weight, const float* bias, InstructionSet set)
    : PackedMatrix(N, K, set) {
  const int64_t width = kernels_->width;
  std::copy_n(bias, N, bias_.data());
  for (int64_t first = 0; first < columns_; first += kPanelVectors * width) {
    const int64_t panel = panel_width(first);
    for (int64_t n = first; n < std::min(first + panel, N); ++n) {
      float* column = panels_.data() + first * K + (n - first);
      for (int64_t k = 0; k < K; ++k) column[k * panel] = weight[n * K + k];
    }
  }
}

PackedMatrix PackedMatrix::of_transposed(int64_t N, int64_t K, const float* transposed, InstructionSet set) {
  PackedMatrix matrix(N, K, set);
  for (int64_t first = 0; first < matrix.columns_; first += kPanelVectors * matrix.kernels_->width) {
    const int64_t panel = matrix.panel_width(first);
    for (int64_t k = 0; k < K; ++k)
      std::copy_n(transposed + k * N + first, std::min(panel, N - first),
                  matrix.panels_.data() + first * K + k * panel);
  }
  return matrix;
}

/// Columns of the panel that begins at column `first`.
int64_t PackedMatrix::panel_width(int64_t first) const {
  return std::min(kPanelVectors * kernels_->width, columns_ - first);
}

void PackedMatrix::multiply(int64_t M, const float* rows, float* out, int64_t share, int64_t shares) const {
  const int64_t width = kPanelVectors * kernels_->width;
  const int64_t panels = (columns_ + width - 1) / width;
  const int64_t first = panels * share / shares * width;
  const int64_t end = std::min(panels * (share + 1) / shares * width, columns_);
  if (first >= end) return;
  kernels_->multiply({M, K_, end - first, rows, K_, panels_.data() + first * K_, kPanelVectors,
                      bias_.data() + first, out + first, columns_});
}

void PackedMatrix::multiply_rows(int64_t M, const float* rows, int64_t row_stride, float* out,
                                 int64_t out_stride) const {
  kernels_->multiply(
      {M, K_, columns_, rows, row_stride, panels_.data(), kPanelVectors, bias_.data(), out, out_stride});
}

void PackedMatrix::copy_row(int64_t n, float* out) const {
  const int64_t first = n / (kPanelVectors * kernels_->width) * kPanelVectors * kernels_->width;
  const int64_t width = panel_width(first);
  const float* column = panels_.data() + first * K_ + (n - first);
  for (int64_t k = 0; k < K_; ++k) out[k] = column[k * width];
}

}  // namespace sentiment
