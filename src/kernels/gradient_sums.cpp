#include "kernels/gradient_sums.h"

#include <algorithm>
#include <array>

namespace sentiment {
namespace {

// Rows of a product that is summed over tokens: few enough for the caches to keep while all columns are done.
constexpr int64_t kRowsAtOnce = 256;
constexpr int64_t kMaximalColumns = 128;

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

/// sums[n] += the sum of `count` rows' column n.
template <class Real>
void add_column_sums(const CellKernels<Real>& kernels, const Real* rows, int64_t stride, int64_t count,
                     int64_t columns, Real* sums) {
  std::array<Real, kMaximalColumns> part;
  kernels.sum_rows(columns, rows, stride, nullptr, count, part.data());
  for (int64_t n = 0; n < columns; ++n) sums[n] += part[size(n)];
}

/// Calls visit(gate * H + unit, n) for those of the columns that are not padding.
template <class Real, class Visit>
void for_each_unit(const PackedCell<Real>& cell, Columns columns, const Visit& visit) {
  const int64_t width = cell.kernels().width;
  const int64_t G = gates_of(cell.type());
  for (int64_t n = columns.first; n < columns.first + columns.count; ++n) {
    const int64_t gate = n / width % G;
    const int64_t unit = n / (G * width) * width + n % width;
    if (unit < cell.H()) visit(gate * cell.H() + unit, n);
  }
}

}  // namespace

TokensByRow::TokensByRow(int64_t rows, const int32_t* slots, const StepOrder& texts, ReadingOrder order,
                         const GradientReach& reach)
    : begins_(size(rows) + 1) {
  const auto visit_tokens = [&](const auto& visit) {
    for (const StepGroup& group : texts.groups()) {
      for (int64_t t = first_reached_step(group, reach); t < group.steps(); ++t) {
        for (int64_t r = 0; r < group.active[size(t)]; ++r) {
          if (reach.first_step(group.lengths[size(r)]) > t) continue;
          visit(size(slots[texts.token(group, r, t, order)]), group.offset[size(t)] + r);
        }
      }
    }
  };
  visit_tokens([&](std::size_t row, int64_t) { ++begins_[row + 1]; });
  for (std::size_t row = 0; row < size(rows); ++row) begins_[row + 1] += begins_[row];
  tokens_.resize(begins_.back());
  std::vector<std::size_t> next(begins_.begin(), begins_.end() - 1);
  visit_tokens([&](std::size_t row, int64_t token) { tokens_[next[row]++] = static_cast<int32_t>(token); });
}

template <class Real>
void sum_input_gradients(const PackedCell<Real>& cell, const KeptSteps<Real>& kept,
                         std::span<const int32_t> tokens, Real* out) {
  const auto count = static_cast<int64_t>(tokens.size());
  const CellKernels<Real>& kernels = cell.kernels();
  kernels.sum_rows(cell.N(), kept.gates.data(), kept.gate_stride, tokens.data(), count, out);
  if (cell.type() != CellType::kGru) return;
  // The reset gate stands between W_hn h and what W_in x was added to.
  for (int64_t unit = 0; unit < cell.P(); unit += kernels.width) {
    kernels.sum_rows(kernels.width, kept.candidate.data() + unit, kept.state_stride, tokens.data(), count,
                     out + cell.position(2, unit));
  }
}

template <class Real>
void recurrent_gradient(const PackedCell<Real>& cell, const KeptSteps<Real>& kept, const StepOrder& texts,
                        const GradientReach& reach, Columns columns, Real* sums,
                        const CellGradients<Real>& out) {
  const CellKernels<Real>& kernels = cell.kernels();
  Real* weights = sums + columns.first * cell.P();
  std::fill_n(weights, columns.count * cell.P(), Real{0});
  std::array<Real, kMaximalColumns> biases{};
  const auto add_bias = [&](int64_t token, int64_t count) {
    add_column_sums(kernels, kept.gates.data() + token * kept.gate_stride + columns.first, kept.gate_stride,
                    count, columns.count, biases.data());
  };
  for (const StepGroup& group : texts.groups()) {
    int64_t t = first_reached_step(group, reach);
    if (t == 0) {
      if (kept.start != nullptr) {
        kernels.add_transposed({columns.count, group.active[0], cell.P(),
                                kept.gates.data() + group.offset[0] * kept.gate_stride + columns.first,
                                kept.gate_stride,
                                kept.start->hidden.data() + group.first_text * kept.state_stride,
                                kept.state_stride, weights, cell.P()});
      }  // else from the zero state, so only the bias has a gradient
      add_bias(group.offset[0], group.active[0]);
      t = 1;
    }
    while (t < group.steps()) {
      // Steps whose predecessors have the same number of texts: from a token to the one before in its text is
      // the same way for all of them.
      const int64_t back = group.active[size(t - 1)];
      int64_t end = t + 1;
      while (end < group.steps() && group.active[size(end - 1)] == back) ++end;
      for (int64_t token = group.offset[size(t)]; token < group.offset[size(end)]; token += kRowsAtOnce) {
        const int64_t count = std::min(kRowsAtOnce, group.offset[size(end)] - token);
        const Real* gates = kept.gates.data() + token * kept.gate_stride + columns.first;
        const Real* hidden = kept.hidden.data() + (token - back) * kept.state_stride;
        const bool more = token + count < group.offset[size(end)];
        kernels.add_transposed({columns.count, count, cell.P(), gates, kept.gate_stride, hidden,
                                kept.state_stride, weights, cell.P(),
                                more ? gates + count * kept.gate_stride : nullptr,
                                more ? hidden + count * kept.state_stride : nullptr});
        add_bias(token, count);
      }
      t = end;
    }
  }
  for_each_unit(cell, columns, [&](int64_t row, int64_t n) {
    std::copy_n(sums + n * cell.P(), cell.H(), out.weight_hh + row * cell.H());
    out.bias_hh[row] = biases[size(n - columns.first)];
  });
}

template <class Real>
void input_gradient(const PackedCell<Real>& cell, int64_t rows, const Real* values, const Real* gradients,
                    int64_t stride, Columns columns, Real* sums, const CellGradients<Real>& out) {
  const int64_t width = cell.input_columns();
  Real* weights = sums + columns.first * width;
  std::fill_n(weights, columns.count * width, Real{0});
  std::array<Real, kMaximalColumns> biases{};
  for (int64_t row = 0; row < rows; row += kRowsAtOnce) {
    const int64_t count = std::min(kRowsAtOnce, rows - row);
    const Real* part = gradients + row * stride + columns.first;
    const Real* inputs = values + row * width;
    const bool more = row + count < rows;
    cell.kernels().add_transposed({columns.count, count, width, part, stride, inputs, width, weights, width,
                                   more ? part + count * stride : nullptr,
                                   more ? inputs + count * width : nullptr});
    add_column_sums(cell.kernels(), part, stride, count, columns.count, biases.data());
  }
  for_each_unit(cell, columns, [&](int64_t row, int64_t n) {
    std::copy_n(sums + n * width, cell.I(), out.weight_ih + row * cell.I());
    out.bias_ih[row] = biases[size(n - columns.first)];
  });
}

#define SENTIMENT_INSTANTIATE(Real)                                                                          \
  template void sum_input_gradients(const PackedCell<Real>&, const KeptSteps<Real>&,                         \
                                    std::span<const int32_t>, Real*);                                        \
  template void recurrent_gradient(const PackedCell<Real>&, const KeptSteps<Real>&, const StepOrder&,        \
                                   const GradientReach&, Columns, Real*, const CellGradients<Real>&);        \
  template void input_gradient(const PackedCell<Real>&, int64_t, const Real*, const Real*, int64_t, Columns, \
                               Real*, const CellGradients<Real>&);
SENTIMENT_INSTANTIATE(float)
SENTIMENT_INSTANTIATE(double)
#undef SENTIMENT_INSTANTIATE

}  // namespace sentiment
