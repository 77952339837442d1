// From the gradients of single tokens to those of weights and of the rows that tokens share. Letters: see
// README.md.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernels/group_backward.h"

namespace sentiment {

/// The tokens of each row of a layer's input, as numbers in the order in which a direction reads them. Only
/// those that the gradient reaches.
class TokensByRow {
 public:
  TokensByRow() = default;
  /// slots  [tokens] the row of each token
  TokensByRow(int64_t rows, const int32_t* slots, const StepOrder& texts, ReadingOrder order,
              const GradientReach& reach);

  std::span<const int32_t> of(int64_t row) const {
    const auto r = static_cast<std::size_t>(row);
    return std::span(tokens_).subspan(begins_[r], begins_[r + 1] - begins_[r]);
  }

 private:
  std::vector<std::size_t> begins_;  // [rows + 1]
  std::vector<int32_t> tokens_;
};

/// A range of the gates' N columns.
struct Columns {
  int64_t first;
  int64_t count;
};

/// out [N] = the sum over tokens of the gradient of what W_ih x was added to.
template <class Real>
void sum_input_gradients(const PackedCell<Real>& cell, const KeptSteps<Real>& kept,
                         std::span<const int32_t> tokens, Real* out);

/// Of these columns: the gradients of W_hh, b_hh and b_ih.
///
/// sums  [N, P]  room for W_hh's in the order of N
template <class Real>
void recurrent_gradient(const PackedCell<Real>& cell, const KeptSteps<Real>& kept, const StepOrder& texts,
                        const GradientReach& reach, Columns columns, Real* sums,
                        const CellGradients<Real>& out);

/// Of these columns: the gradient of W_ih.
///
/// values     [rows, input_columns], padded with zeros
/// gradients  [rows, N], `stride` numbers apart, of what W_ih x was added to
/// sums       [N, input_columns]  room for W_ih's in the order of N
template <class Real>
void input_gradient(const PackedCell<Real>& cell, int64_t rows, const Real* values, const Real* gradients,
                    int64_t stride, Columns columns, Real* sums, const CellGradients<Real>& out);

}  // namespace sentiment
