#include "text/token_writer.h"

#include <algorithm>

namespace sentiment {

void TokenWriter::put(CodePoint c) {
  const Utf8 encoded = encode_utf8(c);
  if (size_ + encoded.size > kMaxTokenBytes) end_token();
  std::copy_n(encoded.bytes.begin(), encoded.size, bytes_.begin() + static_cast<std::ptrdiff_t>(size_));
  size_ += encoded.size;
}

}  // namespace sentiment
