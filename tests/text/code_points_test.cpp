#include "text/code_points.h"

#include <gtest/gtest.h>

#include "core/quote.h"

namespace sentiment {
namespace {

using CodePoints = std::vector<CodePoint>;

CodePoints read(std::string_view text) {
  CodePoints out;
  read_code_points(text, out);
  return out;
}

CodePoints normalized(const CodePoints& text, bool fold_case) {
  CodePoints out;
  normalize(text, fold_case, out);
  return out;
}

TEST(CodePoints, AreReadFromUtf8OfEveryLength) {
  EXPECT_EQ(read("A\u00E9\u597D\U0001F600"), (CodePoints{'A', 0xE9, 0x597D, 0x1F600}));
}

TEST(CodePoints, ReplaceEachMaximalInvalidSubpartOnce) {
  EXPECT_EQ(read("\xF0\x9F\x98"
                 "x\x80\xC0\xAF"),
            (CodePoints{kReplacement, 'x', kReplacement, kReplacement, kReplacement}));
}

TEST(CodePoints, AppendToWhatIsThere) {
  CodePoints out{0x1F469, kZeroWidthJoiner};
  read_code_points("a", out);
  EXPECT_EQ(out, (CodePoints{0x1F469, kZeroWidthJoiner, 'a'}));
}

TEST(CodePoints, AreComposed) {
  EXPECT_EQ(normalized({'e', 0x301, 'x'}, false), (CodePoints{0xE9, 'x'}));
  EXPECT_EQ(normalized({'A', 0x302, 0x323}, false), (CodePoints{0x1EAC}));  // marks out of order
  EXPECT_EQ(normalized({0x212B}, false), (CodePoints{0xC5}));               // Angstrom sign
  EXPECT_EQ(normalized({0x0958}, false), (CodePoints{0x0915, 0x093C}));     // a composition exclusion
}

TEST(CodePoints, AreFoldedAndThenComposed) {
  EXPECT_EQ(normalized({'E', 0x301}, true), (CodePoints{0xE9}));
  EXPECT_EQ(normalized({0x1E9E}, true), (CodePoints{'s', 's'}));
  EXPECT_EQ(normalized({0x01F0}, true), (CodePoints{0x01F0}));  // folding takes it apart
  EXPECT_EQ(normalized({0xFB03}, true), (CodePoints{'f', 'f', 'i'}));
}

TEST(CodePoints, AreEncodedAsTheyWereRead) {
  for (const CodePoint c : {0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x10000, 0x10FFFF}) {
    const Utf8 encoded = encode_utf8(c);
    char32_t decoded = 0;
    EXPECT_EQ(decode_utf8({encoded.bytes.data(), encoded.size}, 0, decoded), encoded.size);
    EXPECT_EQ(static_cast<CodePoint>(decoded), c);
  }
}

TEST(CodePoints, KnowWindows1252) {
  EXPECT_EQ(from_windows_1252(0x80), 0x20AC);
  EXPECT_EQ(from_windows_1252(0x92), 0x2019);
  EXPECT_EQ(from_windows_1252(0x9F), 0x178);
  EXPECT_EQ(from_windows_1252(0x81), 0x81);
  EXPECT_EQ(from_windows_1252(0xA0), 0xA0);
}

}  // namespace
}  // namespace sentiment
