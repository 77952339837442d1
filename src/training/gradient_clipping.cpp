#include "training/gradient_clipping.h"

#include <ATen/ops/_foreach_mul.h>
#include <ATen/ops/_foreach_norm.h>
#include <ATen/ops/stack.h>

#include <cmath>

namespace sentiment {
namespace {

// Both read one number back for all gradients: a device is waited for at each.
double global_norm(const std::vector<at::Tensor>& gradients) {
  return at::stack(at::_foreach_norm(gradients, 2)).to(at::kDouble).norm().item<double>();
}

bool exceeds(const std::vector<at::Tensor>& gradients, double limit) {
  std::vector<at::Tensor> largest;
  for (const at::Tensor& gradient : gradients) largest.push_back(gradient.abs().max());
  return at::stack(largest).max().item<double>() > limit;
}

}  // namespace

ClipReport clip_gradients(const std::vector<at::Tensor>& gradients, std::optional<double> clip_value,
                          std::optional<double> clip_norm) {
  ClipReport report{.norm = global_norm(gradients)};
  if (!std::isfinite(report.norm)) return report;
  double norm = report.norm;
  if (clip_value && exceeds(gradients, *clip_value)) {
    for (const at::Tensor& gradient : gradients) gradient.clamp_(-*clip_value, *clip_value);
    report.clipped = true;
    norm = global_norm(gradients);
  }
  if (clip_norm && norm > *clip_norm) {
    at::_foreach_mul_(gradients, *clip_norm / norm);
    report.clipped = report.scaled = true;
  }
  return report;
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
