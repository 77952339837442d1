#include "kernels/packed_cell.h"

#include <algorithm>

namespace sentiment {
namespace {

constexpr int64_t kTransposedVectors = 4;  // of the panels of the backward pass

int64_t round_up(int64_t value, int64_t multiple) { return (value + multiple - 1) / multiple * multiple; }

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

}  // namespace

template <class Real>
PackedCell<Real>::PackedCell(CellType type, int64_t I, int64_t H, const CellKernels<Real>& kernels)
    : type_(type),
      I_(I),
      H_(H),
      G_(gates_of(type)),
      P_(round_up(H, kernels.width)),
      N_(G_ * P_),
      panel_vectors_(type == CellType::kRnn ? 4 : G_),
      input_columns_(round_up(I, kernels.width)),
      kernels_(&kernels) {}

template <class Real>
void PackedCell<Real>::pack_for_reading(const CellParameters<Real>& parameters) {
  if (input_.size() == 0) {  // the padding stays zero from here on
    input_ = AlignedArray<Real>(size(N_ * I_));
    input_bias_ = AlignedArray<Real>(size(N_));
    recurrent_ = AlignedArray<Real>(size(N_ * H_));
    recurrent_bias_ = AlignedArray<Real>(size(P_));
  }
  pack_columns(parameters.weight_ih, I_, input_.data());
  pack_columns(parameters.weight_hh, H_, recurrent_.data());
  for (int64_t gate = 0; gate < G_; ++gate) {
    const bool waits = type_ == CellType::kGru && gate == 2;
    for (int64_t unit = 0; unit < H_; ++unit) {
      const Real ih = parameters.bias_ih[gate * H_ + unit];
      const Real hh = parameters.bias_hh[gate * H_ + unit];
      input_bias_.data()[position(gate, unit)] = waits ? ih : ih + hh;
      if (waits) recurrent_bias_.data()[unit] = hh;
    }
  }
}

template <class Real>
void PackedCell<Real>::pack_for_gradients(const CellParameters<Real>& parameters, bool input) {
  if (recurrent_transposed_.size() == 0) recurrent_transposed_ = AlignedArray<Real>(size(N_ * P_));
  pack_transposed(parameters.weight_hh, H_, recurrent_transposed_.data());
  if (!input) return;
  if (input_transposed_.size() == 0) input_transposed_ = AlignedArray<Real>(size(N_ * input_columns_));
  pack_transposed(parameters.weight_ih, I_, input_transposed_.data());
}

/// weight [G * H, K] to panels of [K, columns] over N.
template <class Real>
void PackedCell<Real>::pack_columns(const Real* weight, int64_t K, Real* panels) const {
  const int64_t width = panel_vectors_ * kernels_->width;
  for (int64_t gate = 0; gate < G_; ++gate) {
    for (int64_t unit = 0; unit < H_; ++unit) {
      const int64_t n = position(gate, unit);
      const int64_t first = n / width * width;
      const int64_t columns = std::min(width, N_ - first);
      Real* column = panels + first * K + (n - first);
      const Real* row = weight + (gate * H_ + unit) * K;
      for (int64_t k = 0; k < K; ++k) column[k * columns] = row[k];
    }
  }
}

/// weight [G * H, columns] to panels of [N, columns of a panel].
template <class Real>
void PackedCell<Real>::pack_transposed(const Real* weight, int64_t columns, Real* panels) const {
  const int64_t all_columns = round_up(columns, kernels_->width);
  const int64_t width = kTransposedVectors * kernels_->width;
  for (int64_t first = 0; first < columns; first += width) {
    const int64_t panel_width = std::min(width, all_columns - first);
    const int64_t count = std::min(panel_width, columns - first);
    Real* panel = panels + first * N_;
    for (int64_t gate = 0; gate < G_; ++gate) {
      for (int64_t unit = 0; unit < H_; ++unit) {
        std::copy_n(weight + (gate * H_ + unit) * columns + first, count,
                    panel + position(gate, unit) * panel_width);
      }
    }
  }
}

template <class Real>
void PackedCell<Real>::project(int64_t M, const Real* rows, Real* out, int64_t out_stride) const {
  kernels_->multiply(
      {M, I_, N_, rows, I_, input_.data(), panel_vectors_, input_bias_.data(), out, out_stride});
}

template <class Real>
void PackedCell<Real>::forward(ForwardStep<Real>& step) const {
  step.H = H_;
  step.weights = recurrent_.data();
  step.recurrent_bias = recurrent_bias_.data();
  switch (type_) {
    case CellType::kLstm:
      return kernels_->lstm_forward(step);
    case CellType::kGru:
      return kernels_->gru_forward(step);
    case CellType::kRnn:
      return kernels_->rnn_forward(step);
  }
}

template <class Real>
void PackedCell<Real>::backward(const BackwardStep<Real>& step, bool first) const {
  switch (type_) {
    case CellType::kLstm:
      kernels_->lstm_backward(step);
      break;
    case CellType::kGru:
      kernels_->gru_backward(step);
      break;
    case CellType::kRnn:
      kernels_->rnn_backward(step);
      break;
  }
  if (first) return;
  const bool add = type_ == CellType::kGru;  // the update gate passes a part of the state on as it is
  kernels_->multiply({step.rows, N_, P_, step.gates, step.gate_stride, recurrent_transposed_.data(),
                      kTransposedVectors, nullptr, step.hidden_gradient, step.gradient_stride, add});
}

template <class Real>
void PackedCell<Real>::input_gradient(int64_t M, const Real* gradients, int64_t stride, Real* out,
                                      int64_t out_stride, bool add) const {
  kernels_->multiply({M, N_, input_columns_, gradients, stride, input_transposed_.data(), kTransposedVectors,
                      nullptr, out, out_stride, add});
}

template class PackedCell<float>;
template class PackedCell<double>;

}  // namespace sentiment
