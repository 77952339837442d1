// The rows of table 3-7 of Unicode 3.9, first and last sequence of each, and one step beyond.
#include <gtest/gtest.h>

#include "core/quote.h"

namespace sentiment {
namespace {

struct Sequence {
  std::string_view bytes;
  char32_t code_point;
};

TEST(Utf8, DecodesTheFirstAndLastSequenceOfEachRow) {
  const Sequence sequences[] = {{{"\0", 1}, 0x0},
                                {"\x7F", 0x7F},
                                {"\xC2\x80", 0x80},
                                {"\xDF\xBF", 0x7FF},
                                {"\xE0\xA0\x80", 0x800},
                                {"\xE0\xBF\xBF", 0xFFF},
                                {"\xE1\x80\x80", 0x1000},
                                {"\xEC\xBF\xBF", 0xCFFF},
                                {"\xED\x80\x80", 0xD000},
                                {"\xED\x9F\xBF", 0xD7FF},
                                {"\xEE\x80\x80", 0xE000},
                                {"\xEF\xBF\xBF", 0xFFFF},
                                {"\xF0\x90\x80\x80", 0x10000},
                                {"\xF0\xBF\xBF\xBF", 0x3FFFF},
                                {"\xF1\x80\x80\x80", 0x40000},
                                {"\xF3\xBF\xBF\xBF", 0xFFFFF},
                                {"\xF4\x80\x80\x80", 0x100000},
                                {"\xF4\x8F\xBF\xBF", 0x10FFFF}};
  for (const Sequence& sequence : sequences) {
    char32_t c = 0xFFFFFFFF;
    EXPECT_EQ(decode_utf8(sequence.bytes, 0, c), sequence.bytes.size()) << quote(sequence.bytes);
    EXPECT_EQ(c, sequence.code_point);
    EXPECT_TRUE(is_valid_utf8(sequence.bytes));
  }
}

TEST(Utf8, RefusesWhatIsInNoRow) {
  for (const std::string_view bytes : {"\x80",
                                       "\xBF",
                                       "\xC0\x80",
                                       "\xC1\xBF",
                                       "\xC2",
                                       "\xC2\x7F",
                                       "\xC2\xC0",
                                       "\xE0\x9F\xBF",
                                       "\xE0\xA0",
                                       "\xE1\x80",
                                       "\xED\xA0\x80",
                                       "\xED\xBF\xBF",
                                       "\xEF\xBF",
                                       "\xF0\x8F\xBF\xBF",
                                       "\xF0\x90\x80",
                                       "\xF4\x90\x80\x80",
                                       "\xF5\x80\x80\x80",
                                       "\xF8\x88\x80\x80\x80",
                                       "\xFE",
                                       "\xFF"}) {
    char32_t c = 0;
    EXPECT_EQ(decode_utf8(bytes, 0, c), 0u) << quote(bytes);
    EXPECT_FALSE(is_valid_utf8(bytes)) << quote(bytes);
  }
}

TEST(Utf8, MeasuresMaximalInvalidSubparts) {
  EXPECT_EQ(invalid_utf8_length("\x80\x80", 0), 1u);
  EXPECT_EQ(invalid_utf8_length("\xC0\xAF", 0), 1u);
  EXPECT_EQ(invalid_utf8_length("\xE2\x82 ", 0), 2u);
  EXPECT_EQ(invalid_utf8_length("\xE0\x80\x80", 0), 1u);      // 80 may not follow E0
  EXPECT_EQ(invalid_utf8_length("\xED\xA0\x80", 0), 1u);      // a surrogate
  EXPECT_EQ(invalid_utf8_length("\xF0\x9F\x98", 0), 3u);      // the end of the text
  EXPECT_EQ(invalid_utf8_length("\xF0\x9F\x98\xF0", 0), 3u);  // another sequence begins
  EXPECT_EQ(invalid_utf8_length("\xF4\x90\x80\x80", 0), 1u);
}

TEST(Utf8, SplitsTheStandardsOwnExampleAsItDoes) {
  // Unicode 3.9, table 3-8: 61 F1 80 80 E1 80 C2 62 80 63 80 BF 64.
  const std::string_view text = "\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64";
  std::string shape;
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = 0;
    const std::size_t length = decode_utf8(text, at, c);
    shape += length > 0 ? static_cast<char>(c) : '?';
    at += length > 0 ? length : invalid_utf8_length(text, at);
  }
  EXPECT_EQ(shape, "a???b?c??d");
}

TEST(Utf8, ReadsFromAnyPosition) {
  char32_t c = 0;
  EXPECT_EQ(decode_utf8("a\u00E9", 1, c), 2u);
  EXPECT_EQ(c, 0xE9u);
  EXPECT_EQ(decode_utf8("a\u00E9", 2, c), 0u);
}

TEST(Utf8, AcceptsAnEmptyText) { EXPECT_TRUE(is_valid_utf8("")); }

TEST(Utf8, FindsTheByteThatIsNotAsciiWhereverItIs) {
  for (std::size_t size = 0; size < 100; ++size) {
    std::string text(size, 'a');
    EXPECT_EQ(ascii_length(text), size);
    EXPECT_TRUE(is_valid_utf8(text));
    for (std::size_t at = 0; at < size; ++at) {
      text[at] = '\x80';
      EXPECT_EQ(ascii_length(text), at) << size;
      EXPECT_FALSE(is_valid_utf8(text)) << size << " " << at;
      text[at] = 'a';
    }
  }
}

}  // namespace
}  // namespace sentiment
