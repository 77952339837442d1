#include "core/heap.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <limits>

namespace sentiment {

void keep_freed_memory() {
#if defined(__GLIBC__)
  mallopt(M_MMAP_MAX, 0);  // large blocks from the heap too
  mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
  mallopt(M_ARENA_MAX, 1);  // one heap, so that what one thread frees another can use
#endif
}

void start_large_heap() {
#if defined(__GLIBC__)
  constexpr int kHeapBytes = 64 << 20;
  constexpr int kLargestBlock = 32 << 20;  // the most that mallopt takes
  constexpr std::size_t kHugePage = 2 << 20;
  constexpr std::size_t kMoreThanThere = 256 << 10;  // so that the heap grows
  static void* unused = nullptr;
  if (unused != nullptr) return;
  mallopt(M_MMAP_THRESHOLD, kLargestBlock);
  mallopt(M_TOP_PAD, kHeapBytes);
  const auto* const begin = static_cast<const char*>(::sbrk(0));
  std::size_t before = kHugePage - reinterpret_cast<uintptr_t>(begin) % kHugePage;
  if (before < kMoreThanThere) before += kHugePage;
  // What lies before the first huge page is kept out of use: address space alone, which is never touched.
  unused = std::malloc(before);
  const auto* const end = static_cast<const char*>(::sbrk(0));
  expect_to_fill(begin, static_cast<std::size_t>(end - begin));
#endif
}

void expect_to_fill(const void* begin, std::size_t bytes) {
#if defined(__linux__)
  const auto page = static_cast<uintptr_t>(::sysconf(_SC_PAGESIZE));
  const uintptr_t first = (reinterpret_cast<uintptr_t>(begin) + page - 1) / page * page;
  const uintptr_t last = (reinterpret_cast<uintptr_t>(begin) + bytes) / page * page;
  // Nothing depends on it, so that a refusal is of no interest.
  if (first < last) ::madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);
#endif
}

}  // namespace sentiment
