#include "core/memory.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>

namespace sentiment {
namespace {

constexpr int64_t kUnlimited = std::numeric_limits<int64_t>::max();

int64_t physical_memory() {
  const int64_t pages = sysconf(_SC_PHYS_PAGES);
  const int64_t page = sysconf(_SC_PAGESIZE);
  return pages > 0 && page > 0 ? pages * page : kUnlimited;
}

/// The number in a file of the kernel; "max", another word or no such file: unlimited.
int64_t limit_in(const char* path) {
  int64_t bytes = 0;
  return std::ifstream(path) >> bytes && bytes > 0 ? bytes : kUnlimited;
}

int64_t address_space() {
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur >= static_cast<rlim_t>(kUnlimited))
    return kUnlimited;
  return static_cast<int64_t>(limit.rlim_cur);
}

}  // namespace

int64_t usable_memory() {
  return std::min({physical_memory(), address_space(), limit_in("/sys/fs/cgroup/memory.max"),
                   limit_in("/sys/fs/cgroup/memory/memory.limit_in_bytes")});
}

}  // namespace sentiment
