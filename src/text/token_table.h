// Different tokens, numbered in the order in which they came.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sentiment {

/// The tokens lie one after another in one string and are found through one array of slots: looking up takes
/// no allocation and few cache lines, and the earlier a token was added, the fewer slots are in its way.
class TokenTable {
 public:
  static constexpr uint32_t kNone = 0xFFFF'FFFF;

  TokenTable();

  std::size_t size() const { return ends_.size(); }
  std::string_view operator[](std::size_t number) const {
    const uint32_t begin = number == 0 ? 0 : ends_[number - 1];
    return std::string_view(bytes_).substr(begin, ends_[number] - begin);
  }

  /// The token's number, or kNone.
  uint32_t find(std::string_view token) const;

  /// The token's number: size() as it was before if it is new. Throws Error beyond 4 GB of tokens.
  uint32_t add(std::string_view token);

  /// Makes room for so many tokens of so many bytes in all.
  void reserve(std::size_t tokens, std::size_t bytes);

 private:
  std::size_t slot_of(std::string_view token) const;
  void resize_slots(std::size_t count);

  std::string bytes_;
  std::vector<uint32_t> ends_;   // [size] of each token in bytes_
  std::vector<uint32_t> slots_;  // [a power of two] a token's number plus one, or 0; a token is in the first
                                 // free slot from the one its hash names on
};

}  // namespace sentiment
