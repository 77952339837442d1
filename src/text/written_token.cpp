#include "text/written_token.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/quote.h"
#include "text/code_points.h"

namespace sentiment {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 15> kOwnCapitals = {{{"i", "I"},
                                                                                         {"i'm", "I'm"},
                                                                                         {"i've", "I've"},
                                                                                         {"i'll", "I'll"},
                                                                                         {"i'd", "I'd"},
                                                                                         {"mr", "Mr"},
                                                                                         {"mrs", "Mrs"},
                                                                                         {"ms", "Ms"},
                                                                                         {"dr", "Dr"},
                                                                                         {"tv", "TV"},
                                                                                         {"dvd", "DVD"},
                                                                                         {"vhs", "VHS"},
                                                                                         {"usa", "USA"},
                                                                                         {"uk", "UK"},
                                                                                         {"imdb", "IMDb"}}};

template <std::size_t kSize>
bool is_one_of(const std::array<std::string_view, kSize>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

CodePoint first_of(std::string_view token, std::size_t& length) {
  char32_t c = 0;
  length = decode_utf8(token, 0, c);
  return length == 0 ? kReplacement : static_cast<CodePoint>(c);
}

WrittenKind kind_of_mark(CodePoint mark, std::string_view token) {
  const bool single = token.size() == 1;
  switch (mark) {
    case '.':
      return single ? WrittenKind::kStop : WrittenKind::kClosing;
    case '!':
    case '?':
      return WrittenKind::kStop;
    case '"':
      return WrittenKind::kQuote;
    case '\'':
      return single ? WrittenKind::kApostrophe : WrittenKind::kQuote;
    case '-':
      return single ? WrittenKind::kHyphen : WrittenKind::kWord;
    case '/':
      return WrittenKind::kSlash;
    case ',':
    case ';':
    case ':':
    case '%':
      return WrittenKind::kClosing;
    case '#':
      return WrittenKind::kPrefix;
    case '`':
      return WrittenKind::kOpening;
    case 0x3001:  // ideographic comma, full stop; full width ! , ?
    case 0x3002:
    case 0xFF01:
    case 0xFF0C:
    case 0xFF1F:
      return WrittenKind::kCharacter;
    default:
      break;
  }
  switch (utf8proc_get_property(mark)->category) {
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PI:
      return WrittenKind::kOpening;
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PF:
      return WrittenKind::kClosing;
    case UTF8PROC_CATEGORY_SC:
      return WrittenKind::kPrefix;
    default:
      return WrittenKind::kWord;
  }
}

}  // namespace

WrittenKind written_kind(std::string_view token) {
  std::size_t length = 0;
  const CodePoint first = first_of(token, length);
  switch (class_of(first)) {
    case CharacterClass::kDigit:
      return WrittenKind::kNumber;
    case CharacterClass::kSingle:
    case CharacterClass::kEmoji:
    case CharacterClass::kFlag:
      return WrittenKind::kCharacter;
    case CharacterClass::kPunctuation:
      break;
    default:
      return WrittenKind::kWord;
  }
  for (std::size_t at = length; at < token.size(); at += length) {
    // Of several marks: an emoticon.
    if (token.substr(at, length) != token.substr(0, length)) return WrittenKind::kWord;
  }
  return kind_of_mark(first, token);
}

std::string capitalised(std::string_view token) {
  std::size_t length = 0;
  const CodePoint first = first_of(token, length);
  if (length == 0) return std::string(token);
  const Utf8 capital = encode_utf8(utf8proc_toupper(first));
  return std::string(capital.bytes.data(), capital.size).append(token.substr(length));
}

std::string with_own_capitals(std::string_view word) {
  for (const auto& [plain, capitals] : kOwnCapitals)
    if (word == plain) return std::string(capitals);
  return std::string(word);
}

bool is_abbreviation(std::string_view word) {
  static constexpr std::array<std::string_view, 8> kWords = {"mr", "mrs", "ms", "dr", "st", "vs", "jr", "sr"};
  const bool letter = word.size() == 1 && word[0] >= 'a' && word[0] <= 'z' && word[0] != 'i';
  return letter || is_one_of(kWords, word);
}

bool ends_contraction(std::string_view word) {
  static constexpr std::array<std::string_view, 7> kEnds = {"s", "t", "re", "ve", "ll", "d", "m"};
  return is_one_of(kEnds, word);
}

bool loses_its_beginning(std::string_view word) {
  static constexpr std::array<std::string_view, 6> kWords = {"em", "til", "cause", "tis", "twas", "n"};
  return is_one_of(kWords, word) ||
         (word.size() >= 2 && word.size() <= 5 && is_digit(word[0]) && word.back() == 's');
}

bool follows_dash(std::string_view word) {
  static constexpr std::array<std::string_view, 30> kWords = {
      "and",  "a",    "an",  "i",     "but",   "this", "it's", "it", "as",  "he",
      "just", "that", "if",  "they",  "which", "what", "even", "is", "she", "are",
      "you",  "not",  "its", "there", "who",   "with", "my",   "so", "was", "because"};
  return is_one_of(kWords, word);
}

bool precedes_dash(std::string_view word) {
  static constexpr std::array<std::string_view, 9> kWords = {"it",  "this", "me",   "there", "that",
                                                             "her", "him",  "here", "be"};
  return is_one_of(kWords, word);
}

bool may_end_in_apostrophe(std::string_view word) {
  static constexpr std::array<std::string_view, 10> kOthers = {"as",  "is", "was",  "his",  "has",
                                                               "its", "us", "this", "does", "says"};
  if (word.find('\'') != std::string_view::npos || is_one_of(kOthers, word)) return false;
  return word.ends_with('s') || (word.size() > 4 && word.ends_with("in"));
}

}  // namespace sentiment
