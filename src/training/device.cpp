#include "training/device.h"

#include <ATen/Context.h>

#include <cstdint>

#include "core/concat.h"
#include "core/error.h"

namespace sentiment {

void use_device(const std::string& name) {
  if (name == "cpu") return;
  const int64_t wanted = name == "cuda" ? 0 : std::stoll(name.substr(5));
  const int64_t found =
      at::globalContext().hasCUDA() ? static_cast<int64_t>(at::detail::getCUDAHooks().deviceCount()) : 0;
  if (wanted >= found) {
    throw ConfigError(concat("trainer.device: ", name, " asked for, found ", found,
                             " CUDA devices that this libtorch can use; set it to cpu"));
  }
  // Products of a 10-bit fraction summed in float32; cuDNN's layers, where most of the time goes, do so
  // anyway.
  at::globalContext().setFloat32MatmulPrecision("high");
}

}  // namespace sentiment
