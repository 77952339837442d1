// A recurrent layer by torch.nn's equations, in double precision and without any skill.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "core/random.h"
#include "kernels/cell.h"
#include "kernels/step_order.h"

namespace sentiment {

inline std::size_t at(int64_t i) { return static_cast<std::size_t>(i); }

/// Numbers in [-0.5, 0.5), the same for the same key.
template <class Real>
std::vector<Real> numbers(int64_t count, uint64_t key) {
  const RandomStream stream(7, RandomUse::kInitialWeights, {key});
  std::vector<Real> values;
  for (int64_t i = 0; i < count; ++i)
    values.push_back(static_cast<Real>(stream.uniform(static_cast<uint64_t>(i)) - 0.5));
  return values;
}

/// One direction's parameters by torch.nn's names.
template <class Real>
struct NaiveLayer {
  CellType type;
  int64_t I;
  int64_t H;
  std::vector<Real> weight_ih, weight_hh, bias_ih, bias_hh;

  NaiveLayer(CellType cell, int64_t inputs, int64_t hidden, uint64_t key = 0)
      : type(cell), I(inputs), H(hidden) {
    const int64_t G = gates_of(cell);
    weight_ih = numbers<Real>(G * H * I, 10 * key + 1);
    weight_hh = numbers<Real>(G * H * H, 10 * key + 2);
    // As torch.nn starts them. Larger weights make a tanh network chaotic: it would magnify the rounding.
    for (Real& weight : weight_hh) weight *= Real{2} / std::sqrt(static_cast<Real>(H));
    for (Real& weight : weight_ih) weight *= Real{2} / std::sqrt(static_cast<Real>(I));
    bias_ih = numbers<Real>(G * H, 10 * key + 3);
    bias_hh = numbers<Real>(G * H, 10 * key + 4);
  }

  CellParameters<Real> parameters() const {
    return {weight_ih.data(), weight_hh.data(), bias_ih.data(), bias_hh.data()};
  }

  /// States [T, H] of inputs [T, I], where their tokens are.
  std::vector<double> states(int64_t T, const Real* inputs, ReadingOrder order) const {
    std::vector<double> out(at(T * H));
    std::vector<double> h(at(H));
    std::vector<double> c(at(H));
    for (int64_t i = 0; i < T; ++i) {
      const int64_t t = order == ReadingOrder::kFromTheStart ? i : T - 1 - i;
      step(inputs + t * I, h, c);
      std::copy(h.begin(), h.end(), out.begin() + t * H);
    }
    return out;
  }

 private:
  static double sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }

  double from_input(int64_t row, const Real* x) const {
    double sum = bias_ih[at(row)];
    for (int64_t k = 0; k < I; ++k) sum += static_cast<double>(weight_ih[at(row * I + k)]) * x[k];
    return sum;
  }
  double from_state(int64_t row, const std::vector<double>& h) const {
    double sum = bias_hh[at(row)];
    for (int64_t k = 0; k < H; ++k) sum += static_cast<double>(weight_hh[at(row * H + k)]) * h[at(k)];
    return sum;
  }

  void step(const Real* x, std::vector<double>& h, std::vector<double>& c) const {
    const std::vector<double> before = h;
    for (int64_t j = 0; j < H; ++j) {
      const auto gate = [&](int64_t g) { return from_input(g * H + j, x) + from_state(g * H + j, before); };
      if (type == CellType::kLstm) {
        c[at(j)] = sigmoid(gate(1)) * c[at(j)] + sigmoid(gate(0)) * std::tanh(gate(2));
        h[at(j)] = sigmoid(gate(3)) * std::tanh(c[at(j)]);
      } else if (type == CellType::kGru) {
        const double n =
            std::tanh(from_input(2 * H + j, x) + sigmoid(gate(0)) * from_state(2 * H + j, before));
        const double z = sigmoid(gate(1));
        h[at(j)] = (1.0 - z) * n + z * before[at(j)];
      } else {
        h[at(j)] = std::tanh(gate(0));
      }
    }
  }
};

}  // namespace sentiment
