// How much memory this process may have.
#pragma once

#include <cstdint>

namespace sentiment {

/// Bytes: the smallest of the machine's memory, the control group's limit and the limit of the address space
/// (ulimit -v).
int64_t usable_memory();

}  // namespace sentiment
