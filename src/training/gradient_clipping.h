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

/// A ClipReport on the gradients' device: one number each, as double or bool.
struct ClipTensors {
  at::Tensor norm;
  at::Tensor clipped;
  at::Tensor scaled;
};

/// Clips the gradients in place: first each element to +-clip_value, then all together to a global L2 norm of
/// clip_norm. The host waits for nothing. Gradients whose norm is not finite are of no use afterwards.
ClipTensors clip_gradients(const std::vector<at::Tensor>& gradients, std::optional<double> clip_value,
                           std::optional<double> clip_norm);

/// A report that the host has, for who reads them all alike.
ClipTensors to_tensors(const ClipReport& report);

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
