#include "kernels/training_layer.h"

#include <algorithm>

#include "kernels/gradient_sums.h"

namespace sentiment {
namespace {

constexpr int64_t kRowsAtOnce = 64;  // of a large product, by one thread

std::size_t size(int64_t count) { return static_cast<std::size_t>(count); }

int64_t blocks_of(int64_t count, int64_t block) { return (count + block - 1) / block; }

}  // namespace

int64_t texts_per_group(int64_t texts, int64_t directions) {
  return std::clamp<int64_t>(texts * directions / 4, 8, 16);
}

template <class Real>
TrainingLayer<Real>::TrainingLayer(CellType type, int64_t I, int64_t H, int64_t D, InstructionSet set) {
  for (int64_t d = 0; d < D; ++d)
    sides_.push_back({PackedCell<Real>(type, I, H, cell_kernels<Real>(set)), {}, {}, {}, {}});
}

template <class Real>
void TrainingLayer<Real>::forward(const std::vector<CellParameters<Real>>& parameters,
                                  const LayerInput<Real>& input, const StepOrder& texts, Real* states,
                                  Real* last, bool keep, ThreadPool& pool,
                                  const CarriedStates<Real>* carried) {
  const auto D = static_cast<int64_t>(sides_.size());
  const int64_t stride = projected_stride();
  const bool begun = carried != nullptr && carried->hidden != nullptr;
  projected_.grow(size(input.rows * stride));
  pool.run(sides_.size(), [&](std::size_t d) {
    sides_[d].cell.pack_for_reading(parameters[d]);
    Side& side = sides_[d];
    if (keep) side.kept.grow(texts.tokens(), side.cell);
    side.kept.start = begun ? &side.start : nullptr;
    if (begun)
      side.start.set(side.cell, texts, Direction{static_cast<int64_t>(d), D}, carried->hidden, carried->cell);
  });
  const int64_t blocks = blocks_of(input.rows, kRowsAtOnce);
  pool.run(size(blocks * D), [&](std::size_t task) {
    const PackedCell<Real>& cell = sides_[task % sides_.size()].cell;
    const int64_t first = static_cast<int64_t>(task / sides_.size()) * kRowsAtOnce;
    cell.project(std::min(kRowsAtOnce, input.rows - first), input.values + first * cell.I(),
                 projected_.data() + first * stride + static_cast<int64_t>(task % sides_.size()) * cell.N(),
                 stride);
  });
  projected_of_token_.resize(size(texts.tokens()));
  for (std::size_t token = 0; token < projected_of_token_.size(); ++token)
    projected_of_token_[token] = projected_.data() + input.slots[token] * stride;
  if (last != nullptr) std::fill_n(last, texts.texts() * D * sides_.front().cell.H(), Real{0});

  Real* last_cell = carried == nullptr ? nullptr : carried->last_cell;
  const LayerRun<Real> run{&texts, projected_of_token_.data(), states, last, last_cell};
  pool.run(texts.groups().size() * sides_.size(), [&](std::size_t task) {
    const std::size_t d = task % sides_.size();
    ReadingScratch<Real> scratch;
    forward_group(sides_[d].cell, texts.groups()[task / sides_.size()], Direction{static_cast<int64_t>(d), D},
                  run, keep ? &sides_[d].kept : nullptr, scratch, begun ? &sides_[d].start : nullptr);
  });
}

template <class Real>
void TrainingLayer<Real>::backward(const std::vector<CellParameters<Real>>& parameters,
                                   const LayerInput<Real>& input, const StepOrder& texts,
                                   const StateGradients<Real>& state_gradients, const GradientReach& reach,
                                   const std::vector<CellGradients<Real>>& gradients, Real* input_gradient,
                                   ThreadPool& pool) {
  const auto D = static_cast<int64_t>(sides_.size());
  pool.run(sides_.size(), [&](std::size_t d) {
    sides_[d].cell.pack_for_gradients(parameters[d], input_gradient != nullptr);
  });
  pool.run(texts.groups().size() * sides_.size(), [&](std::size_t task) {
    const std::size_t d = task % sides_.size();
    GradientScratch<Real> scratch;
    backward_group(sides_[d].cell, texts.groups()[task / sides_.size()],
                   Direction{static_cast<int64_t>(d), D}, texts, state_gradients, reach, sides_[d].kept,
                   scratch);
  });
  sum_by_row(input, texts, reach, pool);
  weight_gradients(input, texts, reach, gradients, pool);
  if (input_gradient != nullptr) gradient_of_input(input, input_gradient, pool);
}

/// Adds up the gradients of the tokens that share a row of the input.
template <class Real>
void TrainingLayer<Real>::sum_by_row(const LayerInput<Real>& input, const StepOrder& texts,
                                     const GradientReach& reach, ThreadPool& pool) {
  const auto D = static_cast<int64_t>(sides_.size());
  std::vector<TokensByRow> tokens(sides_.size());
  pool.run(sides_.size(), [&](std::size_t d) {
    tokens[d] =
        TokensByRow(input.rows, input.slots, texts, Direction{static_cast<int64_t>(d), D}.order(), reach);
  });
  const int64_t blocks = blocks_of(input.rows, kRowsAtOnce);
  pool.run(size(blocks * D), [&](std::size_t task) {
    const std::size_t d = task % sides_.size();
    const Side& side = sides_[d];
    const int64_t first = static_cast<int64_t>(task / sides_.size()) * kRowsAtOnce;
    const int64_t end = std::min(first + kRowsAtOnce, input.rows);
    for (int64_t row = first; row < end; ++row) {
      sum_input_gradients(
          side.cell, side.kept, tokens[d].of(row),
          projected_.data() + row * projected_stride() + static_cast<int64_t>(d) * side.cell.N());
    }
  });
}

template <class Real>
void TrainingLayer<Real>::weight_gradients(const LayerInput<Real>& input, const StepOrder& texts,
                                           const GradientReach& reach,
                                           const std::vector<CellGradients<Real>>& gradients,
                                           ThreadPool& pool) {
  // A task has some of the N gates' columns, so no sum is shared between threads.
  const int64_t block = 8 * sides_.front().cell.kernels().width;
  const int64_t blocks = blocks_of(sides_.front().cell.N(), block);
  const int64_t stride = projected_stride();
  const Real* values = padded_values(input);
  for (Side& side : sides_) {
    side.recurrent_gradient.grow(size(side.cell.N() * side.cell.P()));
    side.input_gradient.grow(size(side.cell.N() * side.cell.input_columns()));
  }
  pool.run(size(blocks) * sides_.size(), [&](std::size_t task) {
    const std::size_t d = task % sides_.size();
    Side& side = sides_[d];
    const int64_t first = static_cast<int64_t>(task / sides_.size()) * block;
    const Columns columns{first, std::min(block, side.cell.N() - first)};
    recurrent_gradient(side.cell, side.kept, texts, reach, columns, side.recurrent_gradient.data(),
                       gradients[d]);
    sentiment::input_gradient(side.cell, input.rows, values,
                              projected_.data() + static_cast<int64_t>(d) * side.cell.N(), stride, columns,
                              side.input_gradient.data(), gradients[d]);
  });
}

template <class Real>
const Real* TrainingLayer<Real>::padded_values(const LayerInput<Real>& input) {
  const int64_t I = sides_.front().cell.I();
  const int64_t columns = sides_.front().cell.input_columns();
  if (columns == I) return input.values;
  padded_.grow(size(input.rows * columns));
  for (int64_t row = 0; row < input.rows; ++row) {
    Real* to = padded_.data() + row * columns;
    std::fill_n(std::copy_n(input.values + row * I, I, to), columns - I, Real{0});
  }
  return padded_.data();
}

template <class Real>
void TrainingLayer<Real>::gradient_of_input(const LayerInput<Real>& input, Real* out, ThreadPool& pool) {
  const int64_t I = sides_.front().cell.I();
  const int64_t columns = sides_.front().cell.input_columns();
  const int64_t stride = projected_stride();
  pool.run(size(blocks_of(input.rows, kRowsAtOnce)), [&](std::size_t task) {
    const int64_t first = static_cast<int64_t>(task) * kRowsAtOnce;
    const int64_t count = std::min(kRowsAtOnce, input.rows - first);
    AlignedArray<Real> padded;
    if (columns != I) padded.grow(size(count * columns));
    Real* to = columns == I ? out + first * I : padded.data();
    for (std::size_t d = 0; d < sides_.size(); ++d) {
      const PackedCell<Real>& cell = sides_[d].cell;
      cell.input_gradient(count, projected_.data() + first * stride + static_cast<int64_t>(d) * cell.N(),
                          stride, to, columns, d > 0);
    }
    for (int64_t row = 0; columns != I && row < count; ++row)
      std::copy_n(to + row * columns, I, out + (first + row) * I);
  });
}

template class TrainingLayer<float>;
template class TrainingLayer<double>;

}  // namespace sentiment
