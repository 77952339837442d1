#include "embedding/word_tables.h"

#include <algorithm>
#include <stdexcept>

#include "core/random.h"
#include "text/vocabulary.h"

namespace sentiment {

WordTables initial_word_tables(int64_t vocabulary, int64_t size, uint64_t seed) {
  WordTables tables;
  tables.vocabulary = vocabulary;
  tables.size = size;
  tables.stride = rounded_to_lanes(size);
  tables.inputs = AlignedArray<float>(static_cast<std::size_t>(vocabulary * tables.stride));
  tables.outputs = AlignedArray<float>(static_cast<std::size_t>(vocabulary * tables.stride));
  const RandomStream stream(seed, RandomUse::kInitialWeights);
  for (int64_t id = Vocabulary::kPadId + 1; id < vocabulary; ++id) {
    for (int64_t k = 0; k < size; ++k) {
      const double uniform = stream.uniform(static_cast<uint64_t>(id * size + k)) - 0.5;
      tables.inputs.data()[id * tables.stride + k] = static_cast<float>(uniform / static_cast<double>(size));
    }
  }
  return tables;
}

std::vector<float> rows_of(const AlignedArray<float>& table, const WordTables& tables) {
  std::vector<float> rows(static_cast<std::size_t>(tables.vocabulary * tables.size));
  for (int64_t id = 0; id < tables.vocabulary; ++id)
    std::copy_n(table.data() + id * tables.stride, tables.size, rows.data() + id * tables.size);
  return rows;
}

void set_rows(const std::vector<float>& rows, const WordTables& tables, AlignedArray<float>& table) {
  if (static_cast<int64_t>(rows.size()) != tables.vocabulary * tables.size)
    throw std::logic_error("a table of word vectors has another size");
  for (int64_t id = 0; id < tables.vocabulary; ++id)
    std::copy_n(rows.data() + id * tables.size, tables.size, table.data() + id * tables.stride);
}

}  // namespace sentiment
