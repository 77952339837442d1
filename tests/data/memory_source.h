// Bytes in memory as a source that hands them out in pieces.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "data/byte_source.h"

namespace sentiment {

class MemorySource : public ByteSource {
 public:
  MemorySource(std::string bytes, std::size_t piece) : bytes_(std::move(bytes)), piece_(piece) {}
  std::size_t read(std::span<char> out) override {
    const std::size_t count = std::min({out.size(), piece_, bytes_.size() - at_});
    std::copy_n(bytes_.data() + at_, count, out.data());
    at_ += count;
    return count;
  }

 private:
  std::string bytes_;
  std::size_t piece_;
  std::size_t at_ = 0;
};

inline std::unique_ptr<ByteSource> in_memory(std::string bytes, std::size_t piece = 1 << 16) {
  return std::make_unique<MemorySource>(std::move(bytes), piece);
}

/// One letter without end; `given` counts how many were asked for.
class EndlessSource : public ByteSource {
 public:
  EndlessSource(char letter, std::size_t& given) : letter_(letter), given_(given) {}
  std::size_t read(std::span<char> out) override {
    std::fill(out.begin(), out.end(), letter_);
    given_ += out.size();
    return out.size();
  }

 private:
  char letter_;
  std::size_t& given_;
};

inline std::string read_all(ByteSource& source) {
  std::string all;
  std::string piece(1000, '\0');
  while (const std::size_t count = source.read(piece)) all.append(piece, 0, count);
  return all;
}

}  // namespace sentiment
