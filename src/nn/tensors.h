// Plain arrays to libtorch tensors and back.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "model/parameters.h"

namespace sentiment {

/// `values` on `device`. Towards a GPU the host does not wait: the copy is made from pinned memory, in the
/// order of the device's work.
at::Tensor on_device(const at::Tensor& values, at::Device device);

/// A copy of the values on `device`.
at::Tensor to_tensor(const NamedTensor& values, at::Device device);

/// A copy of a float tensor on the CPU, in row-major order.
NamedTensor to_named(const std::string& name, const at::Tensor& tensor);

/// int64 values of this shape, on `device`.
at::Tensor integer_tensor(const std::vector<int64_t>& values, at::IntArrayRef shape, at::Device device);

}  // namespace sentiment
