// Word vectors in lines of text.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/line_source.h"
#include "data/vector_file.h"

namespace sentiment {

/// A token may hold blanks (". . ." in glove.840B), so numbers are taken from a line's end; one more number
/// before them means that the vector is wider.
class TextVectors : public VectorFile {
 public:
  /// With `promised` the first line is a header and passed over.
  TextVectors(std::unique_ptr<ByteSource> bytes, const std::string& name, int64_t size,
              std::optional<int64_t> promised);

  bool next(VectorRow& row) override;
  std::string place() const override;
  std::optional<int64_t> promised() const override { return promised_; }
  int64_t other_size() const override { return other_size_; }

 private:
  void parse(std::string_view line, VectorRow& row);

  LineSource lines_;
  std::vector<float> numbers_;
  std::optional<int64_t> promised_;
  int64_t other_size_ = 0;
};

/// Whether the last field of a line is a number.
bool ends_in_number(std::string_view line);

}  // namespace sentiment
