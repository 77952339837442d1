#include "training/moving_average.h"

#include <ATen/ops/_foreach_lerp.h>
#include <c10/core/GradMode.h>

#include <algorithm>

namespace sentiment {

void update_average(Network& average, const Network& current, double decay, int64_t update) {
  const c10::NoGradGuard no_gradient;
  const auto n = static_cast<double>(update);
  const double used = std::min(decay, (1.0 + n) / (10.0 + n));
  at::_foreach_lerp_(average.tensors(), current.tensors(), 1.0 - used);
}

}  // namespace sentiment
