#include "text/character_class.h"

#include <utf8proc.h>

#include <algorithm>
#include <iterator>

namespace sentiment {
namespace {

struct Block {
  CodePoint first;
  CodePoint last;
};

// Scripts written without spaces (Unicode 15, Blocks.txt), in order.
constexpr Block kUnspacedBlocks[] = {
    {0x0E00, 0x0EFF},    // Thai, Lao
    {0x1000, 0x109F},    // Myanmar
    {0x1780, 0x17FF},    // Khmer
    {0x2E80, 0x2FDF},    // radicals
    {0x3005, 0x3007},    // ideographic iteration mark, closing mark, zero
    {0x3021, 0x3029},    // Suzhou numerals
    {0x3040, 0x30FF},    // Hiragana, Katakana
    {0x31F0, 0x31FF},    // Katakana extensions
    {0x3400, 0x4DBF},    // ideographs, extension A
    {0x4E00, 0x9FFF},    // ideographs
    {0xF900, 0xFAFF},    // compatibility ideographs
    {0xFF66, 0xFF9F},    // halfwidth Katakana
    {0x1AFF0, 0x1B16F},  // Kana extensions
    {0x20000, 0x3FFFF},  // ideographs, the later extensions
};

bool is_unspaced(CodePoint c) {
  const Block* const block = std::lower_bound(std::begin(kUnspacedBlocks), std::end(kUnspacedBlocks), c,
                                              [](const Block& b, CodePoint value) { return b.last < value; });
  return block != std::end(kUnspacedBlocks) && block->first <= c;
}

CharacterClass class_of_symbol(const utf8proc_property_t& property, CharacterClass otherwise) {
  return property.boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC ? CharacterClass::kEmoji
                                                                          : otherwise;
}

}  // namespace

CharacterClass class_of(CodePoint c) {
  if (c < 128) return kAsciiClasses[static_cast<std::size_t>(c)];
  const utf8proc_property_t& property = *utf8proc_get_property(c);
  switch (property.category) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
      return is_unspaced(c) ? CharacterClass::kSingle : CharacterClass::kLetter;
    case UTF8PROC_CATEGORY_ND:
      return CharacterClass::kDigit;
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
      return is_unspaced(c) ? CharacterClass::kSingle : CharacterClass::kDigit;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
      return CharacterClass::kMark;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
      return CharacterClass::kSpace;
    case UTF8PROC_CATEGORY_SO:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CN:
      if (property.boundclass == UTF8PROC_BOUNDCLASS_REGIONAL_INDICATOR) return CharacterClass::kFlag;
      return class_of_symbol(property, CharacterClass::kSingle);
    default:
      return class_of_symbol(property, CharacterClass::kPunctuation);
  }
}

}  // namespace sentiment
