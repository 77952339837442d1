// Bytes to lines.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "data/byte_source.h"
#include "data/utf8_source.h"

namespace sentiment {

/// The longest line, and the longest row of CSV: more is taken for a file that is not what it claims.
inline constexpr std::size_t kMaxLineBytes = std::size_t{16} << 20;

/// Lines end with LF or CRLF; the last one may end with the input. A UTF-8 byte order mark is passed over.
class LineSource {
 public:
  /// `name` is for messages.
  LineSource(std::unique_ptr<ByteSource> bytes, std::string name,
             ByteOrderMark mark = ByteOrderMark::kRefuseUtf16);

  /// Sets `line`, without its end and valid until the next call; false at the end. Returns as soon as the
  /// line's end has arrived. Throws DataError for a line longer than 16 MB and for UTF-16 unless its mark is
  /// kept, Error on input errors.
  bool next(std::string_view& line);

  /// Of the line last returned, from 1.
  int64_t line_number() const { return line_number_; }
  const std::string& name() const { return name_; }

 private:
  bool refill();
  std::string_view take(std::size_t length, std::size_t end_bytes);

  std::unique_ptr<ByteSource> bytes_;
  std::string name_;
  std::string buffer_;     // kept at its largest size
  std::size_t begin_ = 0;  // of what has been read but not returned
  std::size_t end_ = 0;
  int64_t line_number_ = 0;
};

}  // namespace sentiment
