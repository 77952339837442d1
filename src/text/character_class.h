// What the tokenizer needs to know about a character.
#pragma once

#include <array>
#include <cstdint>

namespace sentiment {

using CodePoint = int32_t;  // as utf8proc has it

enum class CharacterClass : uint8_t {
  kSpace,        // ends a token and is dropped: spaces, control and format characters
  kLetter,       // forms words
  kDigit,        // forms words; between two of them . , / belong to the number
  kMark,         // a combining mark, forms words
  kPunctuation,  // forms runs of one mark: punctuation, currency, mathematics
  kSingle,       // a token of its own, with its marks: symbols, and letters of scripts written without spaces
  kEmoji,        // a token of its own, or several joined by zero-width joiners
  kFlag,         // a regional indicator; two make a flag
};

constexpr CodePoint kReplacement = 0xFFFD;
constexpr CodePoint kZeroWidthJoiner = 0x200D;

constexpr CharacterClass ascii_class(int c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return CharacterClass::kLetter;
  if (c >= '0' && c <= '9') return CharacterClass::kDigit;
  return c <= ' ' || c == 0x7F ? CharacterClass::kSpace : CharacterClass::kPunctuation;
}

inline constexpr std::array<CharacterClass, 128> kAsciiClasses = [] {
  std::array<CharacterClass, 128> table{};
  for (int c = 0; c < 128; ++c) table[static_cast<std::size_t>(c)] = ascii_class(c);
  return table;
}();

/// The class of an ASCII byte.
inline CharacterClass class_of(char c) { return kAsciiClasses[static_cast<unsigned char>(c)]; }

/// The class of any code point up to U+10FFFF.
CharacterClass class_of(CodePoint c);

constexpr bool is_word(CharacterClass c) {
  return c == CharacterClass::kLetter || c == CharacterClass::kDigit || c == CharacterClass::kMark;
}

}  // namespace sentiment
