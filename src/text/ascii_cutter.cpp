#include "text/ascii_cutter.h"

#include <bit>
#include <cstdint>
#include <cstring>

#include "text/token_scanner.h"

namespace sentiment {
namespace {

// Eight bytes of ASCII at a time; the high bit of each byte is free to say something about it.
constexpr std::size_t kBlock = sizeof(uint64_t);
constexpr uint64_t each(uint64_t byte) { return byte * 0x0101'0101'0101'0101; }
constexpr uint64_t kHighBits = each(0x80);

/// The high bits of the letters.
uint64_t letters_of(uint64_t block) {
  const uint64_t lower = block | each(0x20);
  return (lower + each(0x80 - 'a')) & ~(lower + each(0x80 - 'z' - 1)) & kHighBits;
}

/// Not zero if four bytes in a row are equal.
uint64_t runs_in(uint64_t block) {
  static_assert(kMaxRun == 3);
  const uint64_t changes = block ^ (block >> 8);
  const uint64_t pairs = ~(changes + each(0x7F)) & kHighBits;
  return pairs & (pairs >> 8) & (pairs >> 16);
}

class AsciiWords {
 public:
  /// Borrows `out` and `writer`, which writes there too.
  AsciiWords(bool fold_case, TokenBuffer& out, TokenWriter& writer)
      : case_bits_(fold_case ? each(0x20) : 0), out_(out), writer_(writer) {}

  /// Takes a word of letters without a run to shorten, with the space behind it. Most words are.
  const char* take_plain(const char* at, const char* end) {
    static_assert(std::endian::native == std::endian::little, "the first letter is the lowest byte");
    char* const to = out_.room(TokenWriter::kMaxTokenBytes);
    uint64_t previous = 0;
    for (std::size_t length = 0; length < TokenWriter::kMaxTokenBytes; length += kBlock) {
      if (static_cast<std::size_t>(end - at) < length + kBlock) return at;
      uint64_t block = 0;
      std::memcpy(&block, at + length, kBlock);
      const uint64_t letters = letters_of(block);
      block |= letters >> 2 & case_bits_;
      if (runs_in(block) != 0) return at;
      if (length > 0 && runs_in(block << 24 | previous >> 40) != 0) return at;
      std::memcpy(to + length, &block, kBlock);
      previous = block;
      if (letters == kHighBits) continue;
      length += static_cast<std::size_t>(std::countr_zero(~letters & kHighBits)) / 8;
      if (may_go_on(at[length])) return at;
      out_.end_token(length);
      return at + length + (at[length] == ' ' ? 1 : 0);
    }
    return at;
  }

  void write(const char* begin, const char* end) {
    const auto bit = static_cast<char>(case_bits_ & 0x20);
    const auto fold = [bit](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | bit) : c; };
    write_word(begin, end, fold, writer_);
  }

 private:
  /// Whether a word may have other bytes behind its letters and `c`.
  static bool may_go_on(char c) { return is_word(class_of(c)) || c == '\''; }

  uint64_t case_bits_;
  TokenBuffer& out_;
  TokenWriter& writer_;
};

}  // namespace

void cut_ascii(std::string_view text, bool fold_case, TokenBuffer& out) {
  TokenWriter writer(out);
  AsciiWords words(fold_case, out, writer);
  TokenScanner scanner(text.data(), text.data() + text.size(), words, writer);
  scanner.scan();
}

}  // namespace sentiment
