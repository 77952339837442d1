// Which compression a file's name promises, and undoing it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "data/byte_source.h"

namespace sentiment {

enum class Compression { kNone, kGzip, kXz, kZstd, kBzip2 };

/// "reviews.csv.gz" is gzip around "reviews.csv", "imdb.tgz" gzip around "imdb.tar".
struct CompressedName {
  Compression compression = Compression::kNone;
  std::string content;  // the name without compression, ASCII letters in lower case
};

CompressedName split_compression(std::string_view name);

/// The bytes inside `bytes` if `name` ends in a compression's suffix, else `bytes` itself.
/// Throws Error, now or while reading, if they are damaged, truncated or a decompression bomb
/// (expansion_guard.h).
std::unique_ptr<ByteSource> decompress(std::unique_ptr<ByteSource> bytes, const std::string& name);

}  // namespace sentiment
