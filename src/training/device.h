// The device that a config names.
#pragma once

#include <string>

namespace sentiment {

/// Makes ready for training on `name`, "cpu", "cuda" or "cuda:N": on CUDA matrix products are in TF32. Throws
/// ConfigError if it is none that this libtorch can use.
void use_device(const std::string& name);

}  // namespace sentiment
