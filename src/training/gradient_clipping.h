// Clipping against exploding gradients (Pascanu et al. 2013): by value, by norm, or both in that order.
#pragma once

#include <ATen/core/Tensor.h>

#include <limits>
#include <optional>
#include <vector>

#include "kernels/update_kernels.h"

namespace sentiment {

struct ClipReport {
  double norm = 0.0;     // global L2 norm before any clipping
  bool clipped = false;  // whether anything was changed
  bool scaled = false;   // whether by clip_norm
};

/// Clips the gradients in place: first each element to +-clip_value, then all together to a global L2 norm of
/// clip_norm. A gradient that is not finite is left as it is; its norm tells.
ClipReport clip_gradients(const std::vector<at::Tensor>& gradients, std::optional<double> clip_value,
                          std::optional<double> clip_norm);

/// The same, left to the pass that makes the step: each element is cut to +-cut, then multiplied by scale.
struct ClipFactors {
  float cut = std::numeric_limits<float>::infinity();
  float scale = 1.0F;
  ClipReport report;
};

/// From the squares of the gradients' elements, measured with a cut at clip_value (without: infinity).
ClipFactors clip_factors(const SquareSums& sums, std::optional<double> clip_value,
                         std::optional<double> clip_norm);

}  // namespace sentiment
