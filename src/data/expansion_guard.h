// Tells a decompression bomb from data: a small file that unpacks to far more than text ever does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace sentiment {

/// What may come out of any file; a reader that keeps all it reads does not keep more of a bomb.
inline constexpr uint64_t kUnpackedFreely = uint64_t{64} << 20;
/// Beyond that, bytes that may come out of one. Text becomes 3 to 20 times smaller, zeros 1000 times or more.
inline constexpr uint64_t kMaxExpansion = 200;

class ExpansionGuard {
 public:
  /// `name` is for messages.
  explicit ExpansionGuard(std::string name) : name_(std::move(name)) {}

  /// `more` bytes came out, of `packed` that have been read in all. Throws Error for a bomb.
  void add(std::size_t more, uint64_t packed);

 private:
  std::string name_;
  uint64_t unpacked_ = 0;
};

}  // namespace sentiment
