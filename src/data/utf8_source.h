// Text as UTF-8: byte order marks, and what to put for bytes that are not UTF-8.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "data/byte_source.h"

namespace sentiment {

/// What a UTF-16 byte order mark at the start is: the sign of text that must be converted first, or bytes
/// like any other. That of UTF-8 is always passed over.
enum class ByteOrderMark { kRefuseUtf16, kKeepUtf16 };

/// `bytes` without a UTF-8 byte order mark at its start. Throws DataError for a UTF-16 one that is refused.
class Utf8Source : public ByteSource {
 public:
  Utf8Source(std::unique_ptr<ByteSource> bytes, std::string name,
             ByteOrderMark mark = ByteOrderMark::kRefuseUtf16);
  std::size_t read(std::span<char> out) override;

 private:
  void read_mark();

  std::unique_ptr<ByteSource> bytes_;
  std::string name_;
  ByteOrderMark mark_;
  std::string head_;  // read while looking for a mark, not yet handed on
  bool started_ = false;
};

bool has_utf16_mark(std::string_view text);

/// `text` without a UTF-8 byte order mark.
std::string_view without_utf8_mark(std::string_view text);

/// `text` with U+FFFD for each maximal invalid subpart (Unicode 3.9).
std::string replace_invalid_utf8(std::string_view text);

/// The first invalid bytes of `text` with what stands around them, quoted. Precondition: there are some.
std::string quote_invalid_utf8(std::string_view text);

}  // namespace sentiment
