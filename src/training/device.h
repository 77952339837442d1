// Whether the device that a config names is there.
#pragma once

#include <string>

namespace sentiment {

/// Throws ConfigError if `name`, "cpu", "cuda" or "cuda:N", is none that this libtorch can use.
void expect_device(const std::string& name);

}  // namespace sentiment
