#include "training/device.h"

#include <c10/util/Exception.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace sentiment {
namespace {

TEST(Device, TakesTheProcessor) { EXPECT_NO_THROW(use_device("cpu")); }

TEST(Device, RefusesADeviceThatIsNotThere) {
  try {
    use_device("cuda:4711");
    FAIL() << "expected a ConfigError";
  } catch (const ConfigError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("trainer.device: cuda:4711 asked for, found"));
  }
}

TEST(Device, SaysEachWarningOfLibtorchOnce) {
  c10::WarningHandler* const before = c10::WarningUtils::get_warning_handler();
  log_libtorch_warnings_once();
  testing::internal::CaptureStderr();
  for (int call = 0; call < 3; ++call) TORCH_WARN("weights lie apart");
  const std::string said = testing::internal::GetCapturedStderr();
  c10::WarningUtils::set_warning_handler(before);
  EXPECT_THAT(said, testing::HasSubstr("libtorch: weights lie apart"));
  EXPECT_EQ(said.find("weights lie apart"), said.rfind("weights lie apart"));
}

}  // namespace
}  // namespace sentiment
