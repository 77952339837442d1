#include "cli/hand_over.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "core/error.h"
#include "core/quote.h"

namespace sentiment {

void hand_over_to_training(const char* command, char* const* argv) {
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe");
  const std::filesystem::path trainer = self.parent_path() / "sentiment-train";
  ::execv(trainer.c_str(), argv);
  const int error = errno;
  if (error == ENOENT) {
    throw Error(
        fmt::format("{}: expected sentiment-train beside {}, found none; build with -DSENTIMENT_TRAINING=ON",
                    command, printable(self.native())));
  }
  throw Error(fmt::format("{}: {} cannot be run: {}", command, printable(trainer.native()),
                          std::generic_category().message(error)));
}

}  // namespace sentiment
