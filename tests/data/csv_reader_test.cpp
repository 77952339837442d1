#include "data/csv_reader.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "data/memory_source.h"
#include "data/row_reading.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

ReadRows read(const std::string& bytes, const RowFormat& format = {}, Wanted wanted = Wanted::kTextAndLabel) {
  CsvReader reader(in_memory(bytes), ',', {"data/reviews.csv", "reviews.csv"}, format, wanted);
  return read_rows(reader);
}

std::string error_of(const std::string& bytes, const RowFormat& format = {},
                     Wanted wanted = Wanted::kTextAndLabel) {
  return message_of<DataError>([&] { read(bytes, format, wanted); });
}

const RowFormat kSkipping{.on_bad_row = BadRow::kSkip};

TEST(CsvReader, FindsItsColumnsWhereverTheyStand) {
  const ReadRows read_back = read("id,label,text\n1,pos,fine\n2,neg,\"bad, bad\nfilm\"\n");
  EXPECT_EQ(read_back.rows(), (Rows{"pos|fine", "neg|bad, bad\nfilm"}));
  EXPECT_EQ(read_back.places(), (Rows{"reviews.csv:2", "reviews.csv:3"}));
  EXPECT_EQ(read_back.records[0].cells, (std::vector<std::string>{"1", "pos", "fine"}));
  EXPECT_TRUE(read_back.records[0].has_label);
  EXPECT_TRUE(read_back.records[0].id.is_null());
}

TEST(CsvReader, GivesTheHeaderAsColumns) {
  const CsvReader reader(in_memory("id,text\n"), ',', {"a.csv", "a.csv"}, {}, Wanted::kText);
  EXPECT_EQ(reader.columns(), (std::vector<std::string>{"id", "text"}));
}

TEST(CsvReader, ReadsAFileWithAHeaderAlone) { EXPECT_EQ(read("text,label\n").counts.read, 0); }

TEST(CsvReader, RefusesAnEmptyFile) {
  EXPECT_EQ(error_of(""), "data/reviews.csv: empty; expected a header row with the names of the columns");
  EXPECT_EQ(error_of("\xEF\xBB\xBF"),
            "data/reviews.csv: empty; expected a header row with the names of the columns");
}

TEST(CsvReader, NamesAMissingColumnAndTheHeaderFound) {
  EXPECT_EQ(
      error_of("txet,label\nfine,pos\n"),
      "data/reviews.csv: expected a column \"text\" (did you mean \"txet\"?), found the header \"txet\", "
      "\"label\"; name the column with text_column");
  EXPECT_EQ(error_of("text\nfine\n"),
            "data/reviews.csv: expected a column \"label\", found the header \"text\"; name the column with "
            "label_column");
}

TEST(CsvReader, RefusesAWantedColumnThatIsThereTwice) {
  EXPECT_EQ(error_of("text,label,text\na,b,c\n"),
            "data/reviews.csv: expected one column \"text\", found several; rename all but one");
  EXPECT_EQ(read("x,text,label,x\n1,a,b,2\n").rows(), Rows{"b|a"});
}

TEST(CsvReader, NeedsNoLabelsWhereTextIsWanted) {
  const ReadRows without = read("text\nfine\n", {}, Wanted::kText);
  EXPECT_EQ(without.rows(), Rows{"|fine"});
  EXPECT_FALSE(without.records[0].has_label);
  const ReadRows with = read("text,label\nfine,pos\nbad,\n", {}, Wanted::kText);
  EXPECT_EQ(with.rows(), (Rows{"pos|fine", "|bad"}));
  EXPECT_TRUE(with.records[0].has_label);
  EXPECT_FALSE(with.records[1].has_label);
}

TEST(CsvReader, RefusesRaggedRows) {
  EXPECT_EQ(
      error_of("id,text,label\n1,fine,pos\n2,bad\n"),
      "data/reviews.csv:3: expected 3 columns, found 2; correct the row, or skip such rows with on_bad_row = "
      "\"skip\"");
  EXPECT_EQ(error_of("text,label\nfine, really,pos\n").substr(0, 53),
            "data/reviews.csv:2: expected 2 columns, found 3; corr");
}

TEST(CsvReader, CountsBadRowsByReasonWhenTheyAreSkipped) {
  const ReadRows read_back = read(
      "text,label\nfine,pos\nragged\n\nquo\"te,pos\n\"a\"b,pos\nunlabelled,\n\xFF,pos\nlast,neg\n\"open,"
      "pos\nx,y\n",
      {.on_bad_row = BadRow::kSkip, .on_invalid_utf8 = InvalidUtf8::kSkip});
  EXPECT_EQ(read_back.rows(), (Rows{"pos|fine", "neg|last"}));
  EXPECT_EQ(read_back.counts.skipped, (Skipped{{"wrong number of columns", 1},
                                               {"empty line", 1},
                                               {"quote inside an unquoted cell", 1},
                                               {"text after a closing quote", 1},
                                               {"no label", 1},
                                               {"invalid UTF-8", 1},
                                               {"a quote that is open to the end of the file", 1}}));
  EXPECT_EQ(read_back.counts.read, 9);
}

TEST(CsvReader, NamesTheLineWhereAQuoteWasLeftOpen) {
  EXPECT_EQ(
      error_of("text,label\nfine,pos\n\"bad,neg\nx,y\n").substr(0, 96),
      "data/reviews.csv:3: expected a cell as RFC 4180 allows, found a quote that is open to the end of");
}

TEST(CsvReader, TakesAnEmptyLineForAnEmptyTextWhereThereIsOneColumn) {
  const ReadRows read_back = read("text\nfine\n\n\"\"\nlast", {}, Wanted::kText);
  EXPECT_EQ(read_back.rows(), (Rows{"|fine", "|", "|", "|last"}));
  EXPECT_EQ(read_back.places().back(), "reviews.csv:5");
}

TEST(CsvReader, SkipsAndCountsEmptyLinesWhereThereAreMore) {
  const ReadRows read_back = read("text,label\n\nfine,pos\r\n\r\n\n", {});
  EXPECT_EQ(read_back.rows(), Rows{"pos|fine"});
  EXPECT_EQ(read_back.counts.skipped, (Skipped{{"empty line", 3}}));
}

TEST(CsvReader, ChecksEveryCellForUtf8) {
  const std::string bytes = "note,text,label\ncaf\xE9,fine,pos\nok,b\xE9,neg\n";
  EXPECT_EQ(error_of(bytes),
            "data/reviews.csv:2: expected UTF-8, found \"caf\\xe9\"; convert the file, or set "
            "on_invalid_utf8 to \"replace\" or \"skip\"");
  const ReadRows replaced = read(bytes, {.on_invalid_utf8 = InvalidUtf8::kReplace});
  EXPECT_EQ(replaced.rows(), (Rows{"pos|fine", "neg|b\uFFFD"}));
  EXPECT_EQ(replaced.records[0].cells[0], "caf\uFFFD");
  const ReadRows skipped = read(bytes, {.on_invalid_utf8 = InvalidUtf8::kSkip});
  EXPECT_EQ(skipped.rows(), Rows{});
  EXPECT_EQ(skipped.counts.skipped, (Skipped{{"invalid UTF-8", 2}}));
}

// Rows: E3 G1
TEST(CsvReader, LeavesOtherCellsAsTheyAreWhereTextAloneIsWanted) {
  const std::string bytes = "n\xFFote,text,label\ncaf\xE9,b\xE9,\xFF\n";
  const ReadRows replaced = read(bytes, {.on_invalid_utf8 = InvalidUtf8::kReplace}, Wanted::kText);
  ASSERT_EQ(replaced.rows(), Rows{"|b\uFFFD"});
  EXPECT_EQ(replaced.records[0].cells, (std::vector<std::string>{"caf\xE9", "b\xE9", "\xFF"}));
  EXPECT_FALSE(replaced.records[0].has_label);
  const CsvReader reader(in_memory(bytes), ',', {"a.csv", "a.csv"}, {}, Wanted::kText);
  EXPECT_EQ(reader.columns(), (std::vector<std::string>{"n\xFFote", "text", "label"}));
}

TEST(CsvReader, ChecksTheTextAloneWhereItAloneIsWanted) {
  const std::string bytes = "note,text\ncaf\xE9,fine\nok,b\xE9\n";
  EXPECT_EQ(error_of(bytes, {}, Wanted::kText).substr(0, 18), "data/reviews.csv:3");
  const ReadRows skipped = read(bytes, {.on_invalid_utf8 = InvalidUtf8::kSkip}, Wanted::kText);
  EXPECT_EQ(skipped.rows(), Rows{"|fine"});
  EXPECT_EQ(skipped.counts.skipped, (Skipped{{"invalid UTF-8", 1}}));
}

TEST(CsvReader, RefusesABadHeaderWhateverThePolicy) {
  EXPECT_EQ(error_of("text,label,a\"b\n", kSkipping),
            "data/reviews.csv:1: expected a cell as RFC 4180 allows, found quote inside an unquoted cell "
            "(cell 3)");
  EXPECT_EQ(error_of("text,label,\xFF\n", {.on_invalid_utf8 = InvalidUtf8::kSkip}),
            "data/reviews.csv: expected a header row in UTF-8, found other bytes; convert the file");
  EXPECT_EQ(error_of("text,label" + std::string(9'999, ',') + "\n", kSkipping),
            "data/reviews.csv: expected a header row of at most 10000 columns, found 10001");
  EXPECT_EQ(read("text,label" + std::string(9'998, ',') + "\n", kSkipping).counts.read, 0);
}

TEST(CsvReader, KeepsNulBytesInText) {
  EXPECT_EQ(read(std::string("text,label\na\0b,pos\n", 19)).records[0].text, std::string("a\0b", 3));
}

TEST(CsvReader, WritesFileNamesFitForAMessage) {
  CsvReader reader(in_memory("text\nfine\n"), ',', {"a\nb.csv", "a\nb.csv"}, {}, Wanted::kText);
  EXPECT_EQ(read_rows(reader).places(), Rows{"a\\nb.csv:2"});
}

}  // namespace
}  // namespace sentiment
