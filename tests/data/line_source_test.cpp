#include "data/line_source.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "data/memory_source.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

std::vector<std::string> lines_of(const std::string& bytes, std::size_t piece = 1) {
  LineSource source(in_memory(bytes, piece), "reviews.txt");
  std::vector<std::string> lines;
  for (std::string_view line; source.next(line);) lines.emplace_back(line);
  EXPECT_EQ(source.line_number(), static_cast<int64_t>(lines.size()));
  return lines;
}

using Lines = std::vector<std::string>;

TEST(LineSource, EndsLinesWithLineFeedOrCarriageReturnAndLineFeed) {
  EXPECT_EQ(lines_of("one\ntwo\r\nthree\n"), (Lines{"one", "two", "three"}));
}

TEST(LineSource, KeepsALoneCarriageReturn) {
  EXPECT_EQ(lines_of("one\rtwo\r\r\nthree\r"), (Lines{"one\rtwo\r", "three\r"}));
}

TEST(LineSource, CountsALastLineWithoutEnd) {
  EXPECT_EQ(lines_of("one\ntwo"), (Lines{"one", "two"}));
  EXPECT_EQ(lines_of("\n\n"), (Lines{"", ""}));
  EXPECT_EQ(lines_of(""), Lines{});
}

TEST(LineSource, KeepsNulBytes) {
  EXPECT_EQ(lines_of(std::string("a\0b\nc", 5)), (Lines{std::string("a\0b", 3), "c"}));
}

TEST(LineSource, PassesOverAByteOrderMark) { EXPECT_EQ(lines_of("\xEF\xBB\xBFone\n"), Lines{"one"}); }

// Rows: E3 G1
TEST(LineSource, RefusesUtf16UnlessItsMarkIsKept) {
  EXPECT_THROW(lines_of("\xFF\xFEone\n"), DataError);
  LineSource source(in_memory("\xFF\xFEone\ntwo\n"), "reviews.txt", ByteOrderMark::kKeepUtf16);
  std::string_view line;
  ASSERT_TRUE(source.next(line));
  EXPECT_EQ(line, "\xFF\xFEone");
}

TEST(LineSource, ReadsLinesThatCrossPieces) {
  const std::string longer(200'000, 'x');
  const std::string text = "a\n" + longer + "\r\nb\n" + longer + longer + "\nc";
  for (const std::size_t piece : {std::size_t{7}, std::size_t{65535}, std::size_t{65536}}) {
    EXPECT_EQ(lines_of(text, piece), (Lines{"a", longer, "b", longer + longer, "c"}));
  }
}

TEST(LineSource, GivesALineOfExactlySixteenMegabytes) {
  const std::string longest(kMaxLineBytes, 'x');
  EXPECT_EQ(lines_of(longest + "\r\n" + longest, 1 << 16), (Lines{longest, longest}));
}

TEST(LineSource, RefusesALongerLineAndSaysWhich) {
  EXPECT_EQ(
      message_of<DataError>([] { lines_of("one\n" + std::string(kMaxLineBytes + 1, 'x') + "\n", 1 << 16); }),
      "reviews.txt:2: expected text in lines, found a line longer than 16 MB; check the file");
}

TEST(LineSource, StopsReadingALineThatDoesNotEnd) {
  std::size_t given = 0;
  LineSource source(std::make_unique<EndlessSource>('x', given), "reviews.txt");
  std::string_view line;
  EXPECT_THROW(source.next(line), DataError);
  EXPECT_LE(given, kMaxLineBytes + 2 * kPieceBytes);
}

/// Fails the test when it is read again after its lines are out.
class OneShotSource : public ByteSource {
 public:
  std::size_t read(std::span<char> out) override {
    EXPECT_FALSE(done_) << "read on although a line was complete";
    const std::string_view bytes = "one\ntwo\r\n";
    const std::size_t count = std::min(out.size(), bytes.size() - at_);
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at_), count, out.begin());
    at_ += count;
    done_ = at_ == bytes.size();
    return count;
  }

 private:
  std::size_t at_ = 0;
  bool done_ = false;
};

TEST(LineSource, ReturnsALineBeforeItAsksForMore) {
  LineSource source(std::make_unique<OneShotSource>(), "-");
  std::string_view line;
  ASSERT_TRUE(source.next(line));
  EXPECT_EQ(line, "one");
  ASSERT_TRUE(source.next(line));
  EXPECT_EQ(line, "two");
}

}  // namespace
}  // namespace sentiment
