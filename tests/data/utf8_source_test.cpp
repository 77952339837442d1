#include "data/utf8_source.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "data/memory_source.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

std::string without_mark(const std::string& bytes, std::size_t piece = 1) {
  Utf8Source source(in_memory(bytes, piece), "reviews.csv");
  return read_all(source);
}

TEST(Utf8Source, PassesOverAByteOrderMark) {
  for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{100}}) {
    EXPECT_EQ(without_mark("\xEF\xBB\xBFtext", piece), "text");
    EXPECT_EQ(without_mark("text", piece), "text");
    EXPECT_EQ(without_mark("\xEF\xBB\xBF", piece), "");
    EXPECT_EQ(without_mark("", piece), "");
  }
}

TEST(Utf8Source, KeepsWhatOnlyBeginsLikeAMark) {
  EXPECT_EQ(without_mark("\xEF\xBB"), "\xEF\xBB");
  EXPECT_EQ(without_mark("\xEF\xBC\x81"), "\xEF\xBC\x81");
  EXPECT_EQ(without_mark("\xFF"), "\xFF");
  EXPECT_EQ(without_mark("a\xEF\xBB\xBF"), "a\xEF\xBB\xBF");
}

TEST(Utf8Source, RefusesUtf16) {
  const std::string little("\xFF\xFEt\0e\0", 6);
  const std::string big("\xFE\xFF\0t\0e", 6);
  EXPECT_EQ(message_of<DataError>([&] { without_mark(little); }),
            "reviews.csv: expected UTF-8, found UTF-16; convert it, as with iconv -f UTF-16 -t UTF-8");
  EXPECT_THROW(without_mark(big, 100), DataError);
}

// Rows: G1
TEST(Utf8Source, KeepsAUtf16MarkWhenItIsTold) {
  for (const char* bytes : {"\xFF\xFEt", "\xFE\xFF", "\xFF"}) {
    Utf8Source source(in_memory(bytes, 1), "standard input", ByteOrderMark::kKeepUtf16);
    EXPECT_EQ(read_all(source), bytes);
  }
  Utf8Source source(in_memory("\xEF\xBB\xBFtext"), "standard input", ByteOrderMark::kKeepUtf16);
  EXPECT_EQ(read_all(source), "text");
}

TEST(Utf8, ReplacesEachMaximalInvalidSubpart) {
  // The examples of Unicode 3.9, tables 3-8 and 3-11.
  EXPECT_EQ(replace_invalid_utf8("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41"),
            "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\x41");
  EXPECT_EQ(replace_invalid_utf8("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41"), "\uFFFD\uFFFD\uFFFD\uFFFD\x41");
  EXPECT_EQ(replace_invalid_utf8("caf\xE9"), "caf\uFFFD");
  EXPECT_EQ(replace_invalid_utf8("café"), "café");
}

TEST(Utf8, QuotesInvalidBytesWithWhatStandsAroundThem) {
  EXPECT_EQ(quote_invalid_utf8("a caf\xE9 in Paris"), "\"a caf\\xe9 in Paris\"");
  EXPECT_EQ(quote_invalid_utf8(std::string(100, 'a') + "\xE9" + std::string(100, 'b')),
            "\"" + std::string(20, 'a') + "\\xe9" + std::string(19, 'b') + "\"");
}

}  // namespace
}  // namespace sentiment
