// How much memory learning word vectors will take, before it takes it.
#pragma once

#include <cstdint>

#include "config/pretraining_config.h"

namespace sentiment {

/// Bytes, beside the texts: what the trainer holds, and the copies that saving makes of the tables.
/// `vocabulary` entries.
double estimate_vectors_memory(const PretrainingConfig& config, int64_t vocabulary);

/// Throws ConfigError if that is more than this process may have.
void expect_vectors_memory(const PretrainingConfig& config, int64_t vocabulary);

}  // namespace sentiment
