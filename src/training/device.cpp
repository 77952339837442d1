#include "training/device.h"

#include <ATen/Context.h>
#include <c10/util/Exception.h>

#include <cstdint>
#include <mutex>
#include <set>

#include "core/concat.h"
#include "core/error.h"
#include "core/log.h"

namespace sentiment {
namespace {

/// cuDNN's layers warn at every call that their weights are no single block of memory.
class EachOnce : public c10::WarningHandler {
 public:
  void process(const c10::Warning& warning) override {
    const std::lock_guard lock(mutex_);
    if (said_.insert(warning.msg()).second) log_warning("libtorch: " + warning.msg());
  }

 private:
  std::mutex mutex_;
  std::set<std::string> said_;
};

}  // namespace

void log_libtorch_warnings_once() {
  static EachOnce handler;
  c10::WarningUtils::set_warning_handler(&handler);
}

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
  log_libtorch_warnings_once();
}

}  // namespace sentiment
