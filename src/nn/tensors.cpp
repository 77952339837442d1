#include "nn/tensors.h"

#include <ATen/ops/empty.h>

#include <algorithm>

namespace sentiment {

at::Tensor on_device(const at::Tensor& values, at::Device device) {
  if (device.is_cpu()) return values;
  return values.pin_memory().to(at::TensorOptions().device(device), /*non_blocking=*/true);
}

at::Tensor to_tensor(const NamedTensor& values, at::Device device) {
  at::Tensor tensor = at::empty(values.shape, at::kFloat);
  std::copy(values.values.begin(), values.values.end(), tensor.data_ptr<float>());
  return tensor.to(device);
}

NamedTensor to_named(const std::string& name, const at::Tensor& tensor) {
  const at::Tensor plain = tensor.detach().to(at::kCPU).contiguous();
  const float* begin = plain.const_data_ptr<float>();
  return {name, plain.sizes().vec(), std::vector<float>(begin, begin + plain.numel())};
}

at::Tensor integer_tensor(const std::vector<int64_t>& values, at::IntArrayRef shape, at::Device device) {
  at::Tensor tensor = at::empty(shape, at::kLong);
  std::copy(values.begin(), values.end(), tensor.data_ptr<int64_t>());
  return on_device(tensor, device);
}

}  // namespace sentiment
