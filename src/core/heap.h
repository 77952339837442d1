// How the C library's allocator treats memory that is given back.
#pragma once

#include <cstddef>

namespace sentiment {

/// Keeps freed memory for the next allocation instead of returning it to the system. A training step frees
/// and takes hundreds of megabytes; getting them anew, page by page, took a quarter of its time. Call before
/// any thread starts.
void keep_freed_memory();

/// Makes the heap of a program that is about to load a model begin with address space for 64 MB, in huge
/// pages: one of them costs what three pages of 4 kB cost, and there would be a thousand. Freed memory is
/// kept. Call before any thread starts.
void start_large_heap();

/// Asks for huge pages where memory about to be filled is large: each page that it is given one by one costs
/// more than reading the file that goes there.
void expect_to_fill(const void* begin, std::size_t bytes);

}  // namespace sentiment
