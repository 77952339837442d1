// A batch as our own kernels read it: tokens text by text, without padding.
#pragma once

#include <memory>
#include <vector>

#include "kernels/step_order.h"

namespace sentiment {

struct FusedTexts {
  StepOrder order;
  std::vector<int32_t> slots;  // [tokens] the row of the layer's input that each token reads
};

}  // namespace sentiment
