#include "kernels/parameter_update.h"

#include <algorithm>

namespace sentiment {
namespace {

constexpr int64_t kElements = 32768;  // of a thread's task: some microseconds of work

/// A part of one parameter: rows, or without row_of_gradient elements.
struct Part {
  const TrainedParameter* parameter;
  int64_t begin;
  int64_t end;
};

std::vector<Part> parts_of(std::span<const TrainedParameter> parameters) {
  std::vector<Part> parts;
  for (const TrainedParameter& parameter : parameters) {
    const bool by_row = parameter.row_of_gradient != nullptr;
    const int64_t count = by_row ? parameter.rows : parameter.rows * parameter.columns;
    const int64_t step = by_row ? std::max<int64_t>(kElements / parameter.columns, 1) : kElements;
    for (int64_t begin = 0; begin < count; begin += step)
      parts.push_back({&parameter, begin, std::min(begin + step, count)});
  }
  return parts;
}

UpdateSpan span_of(const TrainedParameter& parameter, int64_t first, int64_t count, const float* gradient) {
  const auto from = [&](float* array) { return array == nullptr ? nullptr : array + first; };
  return {count,
          parameter.value + first,
          gradient,
          parameter.first + first,
          from(parameter.second),
          from(parameter.average)};
}

}  // namespace

SquareSums gradient_squares(std::span<const TrainedParameter> parameters, float cut, ThreadPool& pool) {
  struct Piece {
    const float* values;
    int64_t count;
  };
  std::vector<Piece> pieces;
  for (const TrainedParameter& parameter : parameters) {
    if (parameter.gradient == nullptr) continue;
    const int64_t count = parameter.gradient_rows * parameter.columns;
    for (int64_t begin = 0; begin < count; begin += kElements)
      pieces.push_back({parameter.gradient + begin, std::min(kElements, count - begin)});
  }
  const UpdateKernels& kernels = update_kernels(instruction_set());
  std::vector<SquareSums> sums(pieces.size());
  pool.run(pieces.size(),
           [&](std::size_t i) { sums[i] = kernels.squares(pieces[i].count, pieces[i].values, cut); });
  SquareSums total;
  for (const SquareSums& sum : sums) {
    total.squares += sum.squares;
    total.cut_squares += sum.cut_squares;
    total.largest = std::max(total.largest, sum.largest);
  }
  return total;
}

void update_parameters(std::span<const TrainedParameter> parameters, const UpdateRule& rule,
                       ThreadPool& pool) {
  const UpdateKernels& kernels = update_kernels(instruction_set());
  const std::vector<Part> parts = parts_of(parameters);
  pool.run(parts.size(), [&](std::size_t i) {
    const TrainedParameter& parameter = *parts[i].parameter;
    if (parameter.row_of_gradient == nullptr) {
      const float* gradient = parameter.gradient == nullptr ? nullptr : parameter.gradient + parts[i].begin;
      kernels.update(rule, span_of(parameter, parts[i].begin, parts[i].end - parts[i].begin, gradient));
      return;
    }
    for (int64_t row = parts[i].begin; row < parts[i].end; ++row) {
      const int32_t from = parameter.row_of_gradient[row];
      const float* gradient = from < 0 ? nullptr : parameter.gradient + from * parameter.columns;
      kernels.update(rule, span_of(parameter, row * parameter.columns, parameter.columns, gradient));
    }
  });
}

}  // namespace sentiment
