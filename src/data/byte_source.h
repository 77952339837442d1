// Where bytes come from: a file, a pipe, a decompressor, an entry of an archive.
#pragma once

#include <cstddef>
#include <span>

namespace sentiment {

class ByteSource {
 public:
  virtual ~ByteSource() = default;

  /// Puts the next bytes into `out` (at least one long) and returns how many: what is there now, without
  /// waiting to fill it; 0 only at the end, and again after it. Throws Error.
  virtual std::size_t read(std::span<char> out) = 0;
};

/// What sources and readers ask for at a time.
inline constexpr std::size_t kPieceBytes = std::size_t{1} << 16;

}  // namespace sentiment
