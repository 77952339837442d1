// The rules of tokenizer.h, once for bytes of ASCII and once for code points.
#pragma once

#include <algorithm>
#include <cstddef>

#include "text/emoticons.h"
#include "text/token_writer.h"

namespace sentiment {

constexpr std::ptrdiff_t kMaxRun = 3;  // a longer run of one letter or mark says no more

/// Writes a word with `fold` applied to each unit; of a run of more than kMaxRun equal letters, kMaxRun.
template <class Unit, class Fold>
void write_word(const Unit* at, const Unit* end, Fold fold, TokenWriter& writer) {
  Unit previous{};
  std::ptrdiff_t run = 0;
  for (; at < end; ++at) {
    const Unit c = fold(*at);
    run = c == previous ? run + 1 : 1;
    previous = c;
    if (run > kMaxRun && class_of(c) == CharacterClass::kLetter) continue;
    writer.put(c);
  }
  writer.end_token();
}

/// Finds where tokens begin and end. `Unit` is char for ASCII, CodePoint for normalised text; `Words` writes
/// a word: write(begin, end). Its take_plain(at, end) may write the word that begins at `at` and return where
/// to go on, or leave it and return `at`.
template <class Unit, class Words>
class TokenScanner {
 public:
  TokenScanner(const Unit* begin, const Unit* end, Words& words, TokenWriter& writer)
      : begin_(begin), at_(begin), end_(end), words_(words), writer_(writer) {}

  void scan() {
    while (at_ < end_) {
      switch (class_of(*at_)) {
        case CharacterClass::kSpace:
          ++at_;
          break;
        case CharacterClass::kLetter:
          if (const Unit* next = words_.take_plain(at_, end_); next != at_) {
            at_ = next;
          } else {
            word();
          }
          break;
        case CharacterClass::kDigit:
        case CharacterClass::kMark:
          word();
          break;
        case CharacterClass::kPunctuation:
          punctuation();
          break;
        case CharacterClass::kSingle:
          single();
          break;
        case CharacterClass::kEmoji:
          emoji();
          break;
        case CharacterClass::kFlag:
          flag();
          break;
      }
    }
  }

 private:
  bool is_class(const Unit* at, CharacterClass wanted) const { return at < end_ && class_of(*at) == wanted; }

  /// True if the mark at `at` belongs to the word around it.
  bool joins(const Unit* at) const {
    if (at + 1 >= end_) return false;
    if (*at == '\'') return is_word(class_of(at[1]));
    return (*at == '.' || *at == ',' || *at == '/') && is_class(at - 1, CharacterClass::kDigit) &&
           is_class(at + 1, CharacterClass::kDigit);
  }

  void word() {
    const Unit* end = at_ + 1;
    while (end < end_) {
      if (!is_word(class_of(*end)) && !joins(end)) break;
      ++end;
    }
    words_.write(at_, end);
    at_ = end;
  }

  void punctuation() {
    const Emoticon emoticon = may_begin_emoticon(*at_) ? find_emoticon(begin_, at_, end_) : Emoticon{};
    if (emoticon.length > 0) {
      for (const char c : emoticon.token) writer_.put(c);
      writer_.end_token();
      at_ += emoticon.length;
      return;
    }
    const Unit* end = at_ + 1;
    while (end < end_ && *end == *at_) ++end;
    write(std::min(end, at_ + kMaxRun));
    at_ = end;
  }

  void single() {
    const Unit* end = at_ + 1;
    while (is_class(end, CharacterClass::kMark)) ++end;
    write(end);
  }

  void emoji() {
    const Unit* end = at_ + 1;
    while (end < end_ && *end == kZeroWidthJoiner && is_class(end + 1, CharacterClass::kEmoji)) end += 2;
    write(end);
  }

  void flag() { write(is_class(at_ + 1, CharacterClass::kFlag) ? at_ + 2 : at_ + 1); }

  /// Makes [at_, end) a token as it is.
  void write(const Unit* end) {
    for (; at_ < end; ++at_) writer_.put(*at_);
    writer_.end_token();
  }

  const Unit* begin_;
  const Unit* at_;
  const Unit* end_;
  Words& words_;
  TokenWriter& writer_;
};

}  // namespace sentiment
