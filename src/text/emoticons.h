// Faces and hearts made of ASCII punctuation.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "text/character_class.h"

namespace sentiment {

// A longer one stands before its own beginning.
inline constexpr std::string_view kEmoticons[] = {
    ":-)", ":-(", ":-D", ":-P", ":-p", ":-O", ":-o", ":-/", ":-\\", ":-|", ":-*", ":-]", ":-[", ":'-(", ":'(",
    ":')", ":)",  ":(",  ":D",  ":P",  ":p",  ":O",  ":o",  ":/",   ":\\", ":|",  ":*",  ":]",  ":[",   ";-)",
    ";-(", ";-D", ";-P", ";)",  ";(",  ";D",  ";P",  "=)",  "=(",   "=D",  "<3",  "</3", "^_^", "-_-"};

inline constexpr std::array<bool, 128> kEmoticonBegins = [] {
  std::array<bool, 128> begins{};
  for (const std::string_view token : kEmoticons) begins[static_cast<std::size_t>(token[0])] = true;
  return begins;
}();

/// Whether one of them begins with `c`, a byte of ASCII or a code point.
constexpr bool may_begin_emoticon(CodePoint c) {
  return c < 128 && kEmoticonBegins[static_cast<std::size_t>(c)];
}

struct Emoticon {
  std::string_view token;  // empty: none here
  std::size_t length = 0;  // units it takes in the text: "))))" is part of ":))))"
};

/// The emoticon that starts at `at`, in [begin, end). One that ends in a letter or digit is none within a
/// word (":Duncan", "<30"), nor "<3" after a digit ("2<3"), nor one whose last mark goes on ("http://"),
/// except brackets, which take all their repetitions.
template <class Unit>
Emoticon find_emoticon(const Unit* begin, const Unit* at, const Unit* end) {
  const auto left = static_cast<std::size_t>(end - at);
  for (const std::string_view token : kEmoticons) {
    std::size_t length = 0;
    while (length < token.size() && length < left && at[length] == token[length]) ++length;
    if (length < token.size()) continue;
    const char last = token.back();
    if (last == ')' || last == '(') {
      while (length < left && at[length] == last) ++length;
    } else if (length < left) {
      if (is_word(class_of(last)) ? is_word(class_of(at[length])) : at[length] == last) return {};
    }
    if (token == "<3" && at > begin && class_of(at[-1]) == CharacterClass::kDigit) return {};
    return {token, length};
  }
  return {};
}

}  // namespace sentiment
