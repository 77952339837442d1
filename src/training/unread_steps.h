// Steps whose numbers are still on the device.
//
// Reading a loss waits until the device has computed it, and meanwhile the host does not prepare the next
// batch. So the numbers of steps stay on the device until a line of the log needs them. A step that is not
// finite is found late then; from such a step on the device itself leaves weights and moments as they are.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "training/gradient_clipping.h"
#include "training/step_report.h"

namespace sentiment {

/// What a step leaves on the device, one number each; an undefined tensor is a 0.
struct StepTensors {
  at::Tensor loss;
  at::Tensor correct;
  at::Tensor divergence;    // nats per text
  at::Tensor cut_elements;  // by clip_value
  ClipTensors clip;
};

/// What the host knows of a step when it has sent it off.
struct UnreadStep {
  StepReport report;
  StepGradient gradient;
  int64_t gradient_tokens = 0;
};

class UnreadSteps {
 public:
  /// 1 (float) on the device if the step to be added, or one that was not read yet, is not finite.
  at::Tensor is_in_vain(const StepTensors& tensors);
  void add(UnreadStep step, const StepTensors& tensors);
  bool empty() const { return steps_.empty(); }

  /// Waits for the device, once, and completes the steps, in their order, up to the first that is not finite.
  std::vector<UnreadStep> read();

 private:
  std::vector<UnreadStep> steps_;
  std::vector<at::Tensor> numbers_;  // of each step
  at::Tensor in_vain_;               // undefined after a reading
};

}  // namespace sentiment
