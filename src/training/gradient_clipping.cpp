#include "training/gradient_clipping.h"

#include <ATen/ops/_foreach_mul.h>
#include <ATen/ops/_foreach_norm.h>
#include <ATen/ops/full_like.h>
#include <ATen/ops/scalar_tensor.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/zeros_like.h>

#include <cmath>

namespace sentiment {
namespace {

at::Tensor global_norm(const std::vector<at::Tensor>& gradients) {
  return at::stack(at::_foreach_norm(gradients, 2)).to(at::kDouble).norm();
}

at::Tensor exceed(const std::vector<at::Tensor>& gradients, double limit) {
  std::vector<at::Tensor> largest;
  for (const at::Tensor& gradient : gradients) largest.push_back(gradient.abs().max());
  return at::stack(largest).max().gt(limit);
}

}  // namespace

ClipTensors clip_gradients(const std::vector<at::Tensor>& gradients, std::optional<double> clip_value,
                           std::optional<double> clip_norm) {
  at::Tensor norm = global_norm(gradients);
  const at::Tensor nothing = at::zeros_like(norm, at::kBool);
  ClipTensors report{.norm = norm, .clipped = nothing, .scaled = nothing};
  if (clip_value) {
    report.clipped = exceed(gradients, *clip_value);
    for (const at::Tensor& gradient : gradients) gradient.clamp_(-*clip_value, *clip_value);
    norm = global_norm(gradients);
  }
  if (clip_norm) {
    report.scaled = norm.gt(*clip_norm);
    report.clipped = report.clipped.logical_or(report.scaled);
    const at::Tensor factor = at::full_like(norm, *clip_norm).div(norm).clamp_max(1.0);
    at::_foreach_mul_(gradients, factor.to(gradients.front().scalar_type()));
  }
  return report;
}

ClipTensors to_tensors(const ClipReport& report) {
  return {.norm = at::scalar_tensor(report.norm, at::kDouble),
          .clipped = at::scalar_tensor(report.clipped, at::kBool),
          .scaled = at::scalar_tensor(report.scaled, at::kBool)};
}

ClipFactors clip_factors(const SquareSums& sums, std::optional<double> clip_value,
                         std::optional<double> clip_norm) {
  ClipFactors factors;
  factors.report.norm = std::sqrt(sums.squares);
  if (!std::isfinite(factors.report.norm)) return factors;
  double norm = factors.report.norm;
  if (clip_value) {
    factors.cut = static_cast<float>(*clip_value);
    factors.report.clipped = sums.largest > factors.cut;
    norm = std::sqrt(sums.cut_squares);
  }
  if (clip_norm && norm > *clip_norm) {
    factors.scale = static_cast<float>(*clip_norm / norm);
    factors.report.clipped = factors.report.scaled = true;
  }
  return factors;
}

}  // namespace sentiment
