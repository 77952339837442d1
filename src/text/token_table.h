// Different tokens, numbered in the order in which they came.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/token_buffer.h"

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
    return {bytes_.data() + begin, ends_[number] - begin};
  }

  /// The token's number, or kNone.
  uint32_t find(std::string_view token) const;
  /// The numbers of all `tokens`, `none` for those that are not here. Faster than one by one.
  void find_all(const TokenBuffer& tokens, int32_t none, std::vector<int32_t>& numbers) const;

  /// The token's number: size() as it was before if it is new. Throws Error beyond 4 GB of tokens.
  uint32_t add(std::string_view token);
  /// The same, faster, for a token behind which TokenBuffer::kPadding bytes may be read.
  uint32_t add_padded(std::string_view token);

  /// Makes room for so many tokens of so many bytes in all.
  void reserve(std::size_t tokens, std::size_t bytes);

 private:
  /// A token, its first 16 bytes with zeros behind a shorter one, and which bits of them are the token's.
  struct Key {
    std::string_view token;
    uint64_t low;
    uint64_t high;
    uint64_t low_mask;
    uint64_t high_mask;
  };
  static Key key_of(std::string_view token);
  static Key key_of_padded(std::string_view token);
  static uint64_t hash_of(const Key& key);

  bool is_at(std::size_t number, const Key& key) const;
  std::size_t slot_of(const Key& key) const;
  uint32_t add(const Key& key);
  bool is_full() const;
  void append(const Key& key);
  void resize_slots(std::size_t count);

  std::string bytes_;            // at least kPadding of them behind the tokens
  std::vector<uint32_t> ends_;   // [size] of each token in bytes_
  std::vector<uint32_t> slots_;  // [a power of two] a token's number plus one, or 0; a token is in the first
                                 // free slot from the one its hash names on
};

}  // namespace sentiment
