// Files of word vectors: which format one has, by its first bytes, and its vectors one by one.
//
// - GloVe: lines of a token and numbers. word2vec's and fastText's text: the same after a line "COUNT SIZE".
// - word2vec's binary: that line, then for each vector the token, a space and SIZE little-endian floats, with
// or
//   without a line's end behind them (https://code.google.com/archive/p/word2vec, distance.c).
// - fastText's .bin holds a model whose vectors would have to be put together from parts of words: refused.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "data/byte_source.h"

namespace sentiment {

/// One vector, or what is wrong with it. Valid until the next one is read.
struct VectorRow {
  std::string_view token;
  std::span<const float> numbers;
  std::string_view fault;  // empty for a sound one; "wrong width", "not a finite number", "not UTF-8"
};

class VectorFile {
 public:
  virtual ~VectorFile() = default;

  /// False at the end. Throws DataError for a file that is cut short or no such file at all, Error on input
  /// errors.
  virtual bool next(VectorRow& row) = 0;
  /// Of the vector last read: "glove.txt:17".
  virtual std::string place() const = 0;
  /// How many vectors the header promises.
  virtual std::optional<int64_t> promised() const = 0;
  /// Numbers of the first vector that has another size than was asked for; 0 if there is none.
  virtual int64_t other_size() const = 0;
};

/// The vectors of `size` numbers in `bytes`, decompressed; `name` is for messages. Throws DataError for a
/// header with another size and for fastText's .bin.
std::unique_ptr<VectorFile> open_vectors(std::unique_ptr<ByteSource> bytes, const std::string& name,
                                         int64_t size);

/// That a file has vectors of the wrong size, or (found = 0) none.
[[noreturn]] void fail_vector_size(const std::string& name, int64_t expected, int64_t found);

}  // namespace sentiment
