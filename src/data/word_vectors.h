// Pretrained word vectors for a vocabulary, from any file of vector_file.h; and such a file from vectors.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "data/dataset.h"
#include "text/vocabulary.h"

namespace sentiment {

struct WordVectors {
  std::vector<float> rows;  // [vocabulary, size] row-major; only rows with found[id] are set
  std::vector<bool> found;  // [vocabulary]
  int64_t found_count = 0;
  int64_t lines = 0;                       // vectors in the file
  int64_t skipped_lines = 0;               // of those, malformed
  std::map<std::string, int64_t> skipped;  // by reason, such as "wrong width"
  std::string first_skipped;               // where the first of them stands: "glove.txt:17"
  int64_t repeated = 0;                    // more vectors of a token that has one: the first counts
  std::optional<int64_t> promised;         // vectors by the file's header
};

/// Reads the vectors of the vocabulary's tokens. Throws DataError if no vector has `size` numbers, naming the
/// width found, or if the file is cut short or in a format that cannot be read.
WordVectors read_word_vectors(const std::string& location, const Vocabulary& vocabulary, int64_t size);

/// Tokens of texts, and how many of them have a vector.
struct TextCoverage {
  int64_t known = 0;    // tokens that are in the vocabulary
  int64_t covered = 0;  // of those
  double share() const {
    return known == 0 ? 0.0 : static_cast<double>(covered) / static_cast<double>(known);
  }
};
TextCoverage coverage_of(const Dataset& texts, const WordVectors& vectors);

/// What reading came to: "400000 vectors, 3 skipped (1 not UTF-8, 2 wrong width; the first: glove.txt:17)".
std::string describe(const WordVectors& vectors);

/// word2vec's text format, that of fastText's .vec, too: a line "COUNT SIZE", then a line for each token but
/// padding, in order of the ids. A number has the fewest digits that give the same float again.
std::string to_word2vec_text(const Vocabulary& vocabulary, std::span<const float> rows, int64_t size);

}  // namespace sentiment
