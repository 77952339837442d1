// How the C library's allocator treats memory that is given back.
#pragma once

namespace sentiment {

/// Keeps freed memory for the next allocation instead of returning it to the system. A training step frees
/// and takes hundreds of megabytes; getting them anew, page by page, took a quarter of its time. Call before
/// any thread starts.
void keep_freed_memory();

}  // namespace sentiment
