// A direction of a recurrent layer as torch.nn stores it. Letters: see README.md.
#pragma once

#include <cstdint>

namespace sentiment {

enum class CellType { kLstm, kGru, kRnn };

/// G: lstm i f g o, gru r z n, rnn one.
constexpr int64_t gates_of(CellType type) {
  return type == CellType::kLstm ? 4 : type == CellType::kGru ? 3 : 1;
}

/// Borrowed.
template <class Real>
struct CellParameters {
  const Real* weight_ih;  // [G * H, I]
  const Real* weight_hh;  // [G * H, H]
  const Real* bias_ih;    // [G * H]
  const Real* bias_hh;    // [G * H]
};

/// Where the gradients of the same are written.
template <class Real>
struct CellGradients {
  Real* weight_ih;
  Real* weight_hh;
  Real* bias_ih;
  Real* bias_hh;
};

}  // namespace sentiment
