#include "kernels/recurrent_layer.h"

#include <algorithm>
#include <cstring>

namespace sentiment {
namespace {

constexpr int64_t kChunk = 32;  // tokens projected at once: enough to reuse the weights, small enough for L2

int64_t gates_of(CellType type) { return type == CellType::kLstm ? 4 : type == CellType::kGru ? 3 : 1; }

int64_t round_up(int64_t value, int64_t multiple) { return (value + multiple - 1) / multiple * multiple; }

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

/// Turns [G * H, K] into panels [N / kPanelWidth, K, kPanelWidth] with gates `stride` outputs apart.
AlignedFloats pack(const float* weight, int64_t G, int64_t H, int64_t K, int64_t stride, int64_t N) {
  AlignedFloats packed(size(N * K));
  for (int64_t gate = 0; gate < G; ++gate) {
    for (int64_t unit = 0; unit < H; ++unit) {
      const int64_t n = gate * stride + unit;
      float* column = packed.data() + n / kPanelWidth * kPanelWidth * K + n % kPanelWidth;
      const float* row = weight + (gate * H + unit) * K;
      for (int64_t k = 0; k < K; ++k) column[k * kPanelWidth] = row[k];
    }
  }
  return packed;
}

}  // namespace

RecurrentLayer::RecurrentLayer(const RecurrentParameters& parameters, InstructionSet set)
    : type_(parameters.type),
      I_(parameters.I),
      H_(parameters.H),
      stride_(round_up(parameters.H, kGateAlignment)),
      N_(round_up(gates_of(parameters.type) * stride_, kPanelWidth)),
      kernels_(&cell_kernels(set)),
      input_bias_(size(N_)),
      recurrent_bias_(size(N_)) {
  const int64_t G = gates_of(type_);
  input_weights_ = pack(parameters.weight_ih, G, H_, I_, stride_, N_);
  recurrent_weights_ = pack(parameters.weight_hh, G, H_, H_, stride_, N_);
  for (int64_t gate = 0; gate < G; ++gate) {
    // The reset gate multiplies the GRU's b_hn, so that bias must wait for the recurrent product.
    const bool waits = type_ == CellType::kGru && gate == 2;
    for (int64_t unit = 0; unit < H_; ++unit) {
      const float ih = parameters.bias_ih[gate * H_ + unit];
      const float hh = parameters.bias_hh[gate * H_ + unit];
      input_bias_.data()[gate * stride_ + unit] = waits ? ih : ih + hh;
      recurrent_bias_.data()[gate * stride_ + unit] = waits ? hh : 0.0F;
    }
  }
}

void RecurrentLayer::forward(int64_t T, const float* inputs, ReadingOrder order, float* states,
                             int64_t state_stride, Scratch& scratch) const {
  scratch.projected.reserve_zeroed(size(kChunk * N_));
  scratch.recurrent.reserve_zeroed(size(N_));
  scratch.hidden.reserve_zeroed(size(stride_));
  scratch.cell.reserve_zeroed(size(stride_));
  std::fill_n(scratch.hidden.data(), stride_, 0.0F);
  std::fill_n(scratch.cell.data(), stride_, 0.0F);
  const bool backwards = order == ReadingOrder::kFromTheEnd;
  for (int64_t done = 0; done < T; done += kChunk) {
    const int64_t count = std::min(kChunk, T - done);
    const int64_t first = backwards ? T - done - count : done;  // the chunk's tokens in the order of the text
    kernels_->multiply(count, I_, N_, inputs + first * I_, I_, input_weights_.data(), input_bias_.data(),
                       scratch.projected.data());
    for (int64_t i = 0; i < count; ++i) {
      const int64_t in_chunk = backwards ? count - 1 - i : i;
      step(scratch.projected.data() + in_chunk * N_, scratch);
      std::memcpy(states + (first + in_chunk) * state_stride, scratch.hidden.data(),
                  size(H_) * sizeof(float));
    }
  }
}

void RecurrentLayer::step(const float* projected, Scratch& scratch) const {
  float* recurrent = scratch.recurrent.data();
  float* hidden = scratch.hidden.data();
  kernels_->multiply(1, H_, N_, hidden, H_, recurrent_weights_.data(), recurrent_bias_.data(), recurrent);
  switch (type_) {
    case CellType::kLstm:
      return kernels_->lstm_step(stride_, projected, recurrent, scratch.cell.data(), hidden);
    case CellType::kGru:
      return kernels_->gru_step(stride_, projected, recurrent, hidden);
    case CellType::kRnn:
      return kernels_->rnn_step(stride_, projected, recurrent, hidden);
  }
}

}  // namespace sentiment
