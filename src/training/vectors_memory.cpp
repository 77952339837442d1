#include "training/vectors_memory.h"

#include "core/concat.h"
#include "core/error.h"
#include "core/memory.h"
#include "embedding/skip_gram.h"

namespace sentiment {
namespace {

constexpr double kSavedTables = 3.0;  // a checkpoint's two, and one of them as the bytes of its file

}  // namespace

double estimate_vectors_memory(const PretrainingConfig& config, int64_t vocabulary) {
  const int64_t size = config.model.shape.embedding_size;
  const double table = static_cast<double>(vocabulary) * static_cast<double>(size) * sizeof(float);
  return SkipGram::bytes(vocabulary, size, config.vectors) + kSavedTables * table;
}

void expect_vectors_memory(const PretrainingConfig& config, int64_t vocabulary) {
  const double needed = estimate_vectors_memory(config, vocabulary);
  const auto usable = static_cast<double>(usable_memory());
  if (needed <= usable) return;
  throw ConfigError(concat("model: expected vectors that fit into the ", fixed(usable / 1e9, 1),
                           " GB this process may have, found some that need about ", fixed(needed / 1e9, 1),
                           " GB; lower model.embedding_size or vocabulary.max_size"));
}

}  // namespace sentiment
