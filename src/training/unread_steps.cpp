#include "training/unread_steps.h"

#include <ATen/ops/isfinite.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/zeros.h>
#include <c10/core/GradMode.h>

#include <utility>

namespace sentiment {
namespace {

enum Number : int64_t { kLoss, kCorrect, kDivergence, kCutElements, kNorm, kClipped, kScaled };

/// [7] doubles in the order of Number.
at::Tensor packed(const StepTensors& tensors) {
  const at::Tensor zero = at::zeros({}, at::TensorOptions().dtype(at::kDouble).device(tensors.loss.device()));
  const auto number = [&](const at::Tensor& tensor) {
    return tensor.defined() ? tensor.detach().to(at::kDouble) : zero;
  };
  return at::stack({number(tensors.loss), number(tensors.correct), number(tensors.divergence),
                    number(tensors.cut_elements), number(tensors.clip.norm), number(tensors.clip.clipped),
                    number(tensors.clip.scaled)});
}

/// `numbers` in the order of Number.
void complete(UnreadStep& step, const double* numbers) {
  StepReport& report = step.report;
  report.loss = numbers[kLoss];
  report.correct = static_cast<int64_t>(numbers[kCorrect]);
  if (report.divergence) report.divergence = numbers[kDivergence];
  report.cut_elements = step.gradient.cut_elements = static_cast<int64_t>(numbers[kCutElements]);
  report.clip = {
      .norm = numbers[kNorm], .clipped = numbers[kClipped] != 0.0, .scaled = numbers[kScaled] != 0.0};
  step.gradient.norm = report.clip.norm;
  step.gradient.scaled = report.clip.scaled;
}

}  // namespace

at::Tensor UnreadSteps::is_in_vain(const StepTensors& tensors) {
  const c10::NoGradGuard no_gradient;
  const at::Tensor found =
      at::isfinite(tensors.loss).logical_and(at::isfinite(tensors.clip.norm)).logical_not().to(at::kFloat);
  in_vain_ = in_vain_.defined() ? in_vain_.maximum(found) : found;
  return in_vain_;
}

void UnreadSteps::add(UnreadStep step, const StepTensors& tensors) {
  steps_.push_back(std::move(step));
  numbers_.push_back(packed(tensors));
}

std::vector<UnreadStep> UnreadSteps::read() {
  std::vector<UnreadStep> steps = std::exchange(steps_, {});
  in_vain_ = at::Tensor();
  if (steps.empty()) return steps;
  const at::Tensor numbers = at::stack(std::exchange(numbers_, {})).cpu();
  const auto* row = numbers.const_data_ptr<double>();
  for (std::size_t i = 0; i < steps.size(); ++i, row += numbers.size(1)) {
    complete(steps[i], row);
    if (steps[i].report.is_finite()) continue;
    --steps[i].report.step;
    steps.resize(i + 1);
  }
  return steps;
}

}  // namespace sentiment
