#include "core/memory.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

namespace sentiment {
namespace {

TEST(UsableMemory, IsNoMoreThanTheMachineHas) {
  EXPECT_GT(usable_memory(), 10'000'000);
  EXPECT_LE(usable_memory(), sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE));
}

TEST(UsableMemory, KeepsToALimitOfTheAddressSpace) {
  const auto limited = [] {
    const rlimit limit{20'000'000, 20'000'000};
    if (setrlimit(RLIMIT_AS, &limit) != 0) _exit(2);
    _exit(usable_memory() == 20'000'000 ? 0 : 1);
  };
  EXPECT_EXIT(limited(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace sentiment
