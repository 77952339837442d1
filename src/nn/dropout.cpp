#include "nn/dropout.h"

#include <ATen/ops/empty.h>

#include "nn/tensors.h"

namespace sentiment {

at::Tensor Dropout::mask(at::IntArrayRef shape, double probability, RandomUse use, uint64_t layer) const {
  const RandomStream stream(seed_, use, {static_cast<uint64_t>(step_), layer});
  at::Tensor mask = at::empty(shape, at::kFloat);
  auto* values = mask.data_ptr<float>();
  const auto kept = static_cast<float>(1.0 / (1.0 - probability));
  for (int64_t i = 0; i < mask.numel(); ++i)
    values[i] = stream.uniform(static_cast<uint64_t>(i)) < probability ? 0.0F : kept;
  return mask;
}

at::Tensor Dropout::apply(const at::Tensor& features, at::IntArrayRef mask_shape, double probability,
                          RandomUse use, uint64_t layer) const {
  if (probability <= 0.0) return features;
  return features.mul(on_device(mask(mask_shape, probability, use, layer), features.device()));
}

}  // namespace sentiment
