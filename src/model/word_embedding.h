// The words' vectors in a model file of any kind.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "text/vocabulary.h"

namespace sentiment {

struct WordEmbedding {
  Vocabulary vocabulary;
  int64_t size = 0;           // numbers of a vector
  std::vector<float> values;  // [vocabulary, size]
};

/// The embedding of a classifier or of a pretrained model. Throws Error or FormatError.
WordEmbedding read_word_embedding(const std::filesystem::path& path);

}  // namespace sentiment
