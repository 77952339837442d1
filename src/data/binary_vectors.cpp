#include "data/binary_vectors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "core/error.h"
#include "core/quote.h"

namespace sentiment {
namespace {

constexpr std::size_t kMaxTokenBytes = 4096;

}  // namespace

BinaryVectors::BinaryVectors(std::unique_ptr<ByteSource> bytes, std::string name, int64_t size, int64_t count)
    : bytes_(std::move(bytes)),
      name_(std::move(name)),
      count_(count),
      numbers_(static_cast<std::size_t>(size)) {}

std::string BinaryVectors::place() const { return fmt::format("{}: vector {}", printable(name_), read_); }

/// Makes the next `bytes` bytes stand in the buffer; false if there are fewer.
bool BinaryVectors::fill(std::size_t bytes) {
  if (buffer_.size() - begin_ >= bytes) return true;
  buffer_.erase(0, std::exchange(begin_, 0));
  while (buffer_.size() < bytes) {
    const std::size_t old = buffer_.size();
    buffer_.resize(old + kPieceBytes);
    const std::size_t count = bytes_->read({buffer_.data() + old, kPieceBytes});
    buffer_.resize(old + count);
    if (count == 0) return false;
  }
  return true;
}

/// Passes over the end of the last vector's line.
bool BinaryVectors::at_end() {
  while (fill(1)) {
    if (buffer_[begin_] != '\n') return false;
    ++begin_;
  }
  return true;
}

/// Bytes before the space that ends a token.
std::size_t BinaryVectors::token_length() {
  for (std::size_t length = 0; fill(length + 1); ++length) {
    if (buffer_[begin_ + length] == ' ') return length;
    if (length == kMaxTokenBytes) {
      throw DataError(fmt::format(
          "{}: expected a token and a space in vector {}, found a token of more than {} bytes; the "
          "file is damaged or in no format of word2vec's",
          printable(name_), read_ + 1, kMaxTokenBytes));
    }
  }
  fail_cut_short();
}

bool BinaryVectors::next(VectorRow& row) {
  const bool ended = at_end();
  if (read_ == count_) {
    if (ended) return false;
    throw DataError(
        fmt::format("{}: expected {} vectors as its header says, found bytes after them; the file is damaged",
                    printable(name_), count_));
  }
  if (ended) fail_cut_short();
  const std::size_t length = token_length();
  token_.assign(buffer_, begin_, length);
  begin_ += length + 1;
  const std::size_t bytes = numbers_.size() * sizeof(float);
  if (!fill(bytes)) fail_cut_short();
  std::memcpy(numbers_.data(), buffer_.data() + begin_, bytes);
  begin_ += bytes;
  ++read_;
  row = {.token = token_, .numbers = numbers_, .fault = {}};
  if (!std::all_of(numbers_.begin(), numbers_.end(), [](float x) { return std::isfinite(x); })) {
    row.fault = "not a finite number";
  } else if (!is_valid_utf8(token_)) {
    row.fault = "not UTF-8";
  }
  return true;
}

void BinaryVectors::fail_cut_short() const {
  throw DataError(fmt::format(
      "{}: expected {} vectors as its header says, found the end of the file after {}; copy it again",
      printable(name_), count_, read_));
}

}  // namespace sentiment
