// An optimizer's step over all parameters, threaded: one pass that measures the gradient, one that cuts and
// scales it, moves the moments, the weights and their average.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/thread_pool.h"
#include "kernels/update_kernels.h"

namespace sentiment {

/// A parameter and what belongs to it; each array is [rows, columns].
struct TrainedParameter {
  int64_t rows;
  int64_t columns;
  float* value;
  float* first;
  float* second;   // null for sgd
  float* average;  // null for none
  /// [rows, columns], or with row_of_gradient only the rows that have one; null: zero.
  const float* gradient;
  /// [rows] which row of `gradient` belongs to a row, -1 for none; null: each its own.
  const int32_t* row_of_gradient;
  int64_t gradient_rows;
};

/// Squares of all gradients' elements, before and after a cut to +-`cut`.
SquareSums gradient_squares(std::span<const TrainedParameter> parameters, float cut, ThreadPool& pool);

/// One step of every parameter. A row without gradient steps as one with a gradient of zero.
void update_parameters(std::span<const TrainedParameter> parameters, const UpdateRule& rule,
                       ThreadPool& pool);

}  // namespace sentiment
