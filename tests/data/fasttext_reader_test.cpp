#include "data/fasttext_reader.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "data/memory_source.h"
#include "data/row_reading.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

ReadRows read(const std::string& bytes, const RowFormat& format = {}, Wanted wanted = Wanted::kTextAndLabel) {
  FastTextReader reader(in_memory(bytes), {"data/reviews.txt", "reviews.txt"}, format, wanted);
  return read_rows(reader);
}

TEST(FastTextReader, TakesTheLabelFromTheStartOfTheLine) {
  const ReadRows read_back = read("__label__pos a fine film\r\n__label__very-bad\t two  words \n");
  EXPECT_EQ(read_back.rows(), (Rows{"pos|a fine film", "very-bad|two  words "}));
  EXPECT_EQ(read_back.places(), (Rows{"reviews.txt:1", "reviews.txt:2"}));
}

TEST(FastTextReader, ReadsALabelAloneAsAnEmptyText) {
  EXPECT_EQ(read("__label__pos\n__label__neg \n").rows(), (Rows{"pos|", "neg|"}));
}

TEST(FastTextReader, LeavesLabelsInsideTheTextAlone) {
  EXPECT_EQ(read("__label__pos not __label__neg\n").rows(), Rows{"pos|not __label__neg"});
}

TEST(FastTextReader, WantsExactlyOneLabel) {
  EXPECT_EQ(
      message_of<DataError>([] { read("__label__pos fine\n__label__a __label__b both\n"); }),
      "data/reviews.txt:2: expected one label, as in \"__label__pos\", at the line's start, found 2; correct "
      "the row, or skip such rows with on_bad_row = \"skip\"");
  EXPECT_NE(message_of<DataError>([] { read("no label\n"); }).find("found 0"), std::string::npos);
  EXPECT_NE(message_of<DataError>([] { read("__label__ text\n"); }).find("expected a label after __label__"),
            std::string::npos);
}

TEST(FastTextReader, TakesALineWithoutLabelForTextWhereTextIsWanted) {
  const ReadRows read_back = read("just text\n__label__pos fine\n\n  spaced\n", {}, Wanted::kText);
  EXPECT_EQ(read_back.rows(), (Rows{"|just text", "pos|fine", "|", "|  spaced"}));
  EXPECT_FALSE(read_back.records[0].has_label);
  EXPECT_TRUE(read_back.records[1].has_label);
}

TEST(FastTextReader, CountsWhatItSkips) {
  const ReadRows read_back =
      read("__label__pos fine\n\nnone\n__label__a __label__b two\n__label__ x\n__label__neg \xFF\n",
           {.on_bad_row = BadRow::kSkip, .on_invalid_utf8 = InvalidUtf8::kSkip});
  EXPECT_EQ(read_back.rows(), Rows{"pos|fine"});
  EXPECT_EQ(read_back.counts.skipped,
            (Skipped{{"empty line", 1}, {"not one label", 2}, {"no label", 1}, {"invalid UTF-8", 1}}));
}

}  // namespace
}  // namespace sentiment
