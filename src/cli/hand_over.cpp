#include "cli/hand_over.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "core/error.h"
#include "core/quote.h"

namespace sentiment {

void hand_over_to_training(const char* command, char* const* argv) {
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe");
  const std::filesystem::path trainer = self.parent_path() / "sentiment-train";
  // libtorch's threads spin while they wait for each other, which on cores that others use too is many times
  // slower than sleeping, and sleep at once under a passive policy, which halves the speed on free cores:
  // they shall spin for some microseconds and then sleep. OpenMP reads this when it is loaded, so before the
  // program starts.
  ::setenv("GOMP_SPINCOUNT", "2000", /*overwrite=*/0);
  // Kernels that libtorch keeps for shapes it has seen: 1024 of them by default, of megabytes each.
  ::setenv("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "128", /*overwrite=*/0);
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
