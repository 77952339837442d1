// The device that a config names.
#pragma once

#include <string>

namespace sentiment {

/// Makes ready for training on `name`, "cpu", "cuda" or "cuda:N": on CUDA matrix products are in TF32, and
/// libtorch's warnings go to the log. Throws ConfigError if it is none that this libtorch can use.
void use_device(const std::string& name);

/// Each warning of libtorch becomes one of ours, the first time that it is given.
void log_libtorch_warnings_once();

}  // namespace sentiment
