// How the C library's allocator treats memory that is given back.
#pragma once

#include <cstddef>

namespace sentiment {

/// Keeps freed memory for the next allocation instead of returning it to the system. A training step frees
/// and takes hundreds of megabytes; getting them anew, page by page, took a quarter of its time. Call before
/// any thread starts.
void keep_freed_memory();

/// Asks for huge pages where memory about to be filled is large: each page that it is given one by one costs
/// more than reading the file that goes there.
void expect_to_fill(const void* begin, std::size_t bytes);

}  // namespace sentiment
