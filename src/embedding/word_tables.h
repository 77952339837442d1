// What skip-gram learns: two vectors of each word.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/aligned_array.h"

namespace sentiment {

/// Floats of the widest register: rows of tables and of scores are multiples of it.
inline constexpr int64_t kLane = 16;

inline int64_t rounded_to_lanes(int64_t count) { return (count + kLane - 1) / kLane * kLane; }

struct WordTables {
  int64_t vocabulary = 0;
  int64_t size = 0;
  int64_t stride = 0;           // numbers from a row to the next; those from `size` on are zero
  AlignedArray<float> inputs;   // [vocabulary, stride] the vectors that are the result
  AlignedArray<float> outputs;  // [vocabulary, stride] what a word is as the neighbour of another
};

/// Inputs uniform in +-1 / (2 size) but for padding, which stays zero; outputs zero, as in word2vec.
WordTables initial_word_tables(int64_t vocabulary, int64_t size, uint64_t seed);

/// A table without its padding: [vocabulary, size].
std::vector<float> rows_of(const AlignedArray<float>& table, const WordTables& tables);

/// Puts [vocabulary, size] numbers into a table. Throws std::logic_error if there are not that many.
void set_rows(const std::vector<float>& rows, const WordTables& tables, AlignedArray<float>& table);

}  // namespace sentiment
