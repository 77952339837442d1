// Pretrained word vectors in the text formats of GloVe, word2vec and fastText.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "text/vocabulary.h"

namespace sentiment {

struct WordVectors {
  std::vector<float> rows;  // [vocabulary, size] row-major; only rows with found[id] are set
  std::vector<bool> found;  // [vocabulary]
  int64_t found_count = 0;
  int64_t lines = 0;          // vectors in the file
  int64_t skipped_lines = 0;  // of those, malformed (wrong width, not numbers)
};

/// Reads the vectors of the vocabulary's tokens; a header line "COUNT SIZE" is recognised, compressed files
/// are read. Throws DataError if no vector has `size` numbers, naming the width found.
WordVectors read_word_vectors(const std::string& location, const Vocabulary& vocabulary, int64_t size);

}  // namespace sentiment
