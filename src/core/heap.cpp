#include "core/heap.h"

#include <malloc.h>

#include <limits>

namespace sentiment {

void keep_freed_memory() {
#if defined(__GLIBC__)
  mallopt(M_MMAP_MAX, 0);  // large blocks from the heap too
  mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
  mallopt(M_ARENA_MAX, 1);  // one heap, so that what one thread frees another can use
#endif
}

}  // namespace sentiment
