// Word vectors in word2vec's binary format, after its header.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/byte_source.h"
#include "data/vector_file.h"

namespace sentiment {

class BinaryVectors : public VectorFile {
 public:
  /// `bytes` begin behind the header, which promises `count` vectors: fewer are refused, and bytes after
  /// them.
  BinaryVectors(std::unique_ptr<ByteSource> bytes, std::string name, int64_t size, int64_t count);

  bool next(VectorRow& row) override;
  std::string place() const override;
  std::optional<int64_t> promised() const override { return count_; }
  int64_t other_size() const override { return 0; }

 private:
  bool at_end();
  bool fill(std::size_t bytes);
  std::size_t token_length();
  [[noreturn]] void fail_cut_short() const;

  std::unique_ptr<ByteSource> bytes_;
  std::string name_;
  int64_t count_;
  int64_t read_ = 0;
  std::string buffer_;  // what has been read but not returned, from `begin_` on
  std::size_t begin_ = 0;
  std::string token_;
  std::vector<float> numbers_;
};

}  // namespace sentiment
