#include "data/csv_parser.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "data/line_source.h"
#include "data/memory_source.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using Cells = std::vector<std::string>;
using Table = std::vector<Cells>;

std::vector<CsvRow> rows_of(const std::string& bytes, std::size_t piece, char separator = ',') {
  CsvParser parser(in_memory(bytes, piece), separator, "reviews.csv");
  std::vector<CsvRow> rows;
  for (CsvRow row; parser.next(row, 100);) rows.push_back(row);
  return rows;
}

Table cells_of(const std::string& bytes, char separator = ',') {
  Table whole;
  for (const CsvRow& row : rows_of(bytes, 1 << 16, separator)) {
    EXPECT_FALSE(row.fault) << row.fault->problem;
    whole.push_back(row.cells);
  }
  Table byte_by_byte;
  for (const CsvRow& row : rows_of(bytes, 1, separator)) byte_by_byte.push_back(row.cells);
  EXPECT_EQ(whole, byte_by_byte);
  return whole;
}

TEST(CsvParser, ReadsTheExamplesOfRfc4180) {
  EXPECT_EQ(cells_of("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n"),
            (Table{{"aaa", "bbb", "ccc"}, {"zzz", "yyy", "xxx"}}));
  EXPECT_EQ(cells_of("aaa,bbb,ccc\r\nzzz,yyy,xxx"), (Table{{"aaa", "bbb", "ccc"}, {"zzz", "yyy", "xxx"}}));
  EXPECT_EQ(cells_of("\"aaa\",\"bbb\",\"ccc\"\r\nzzz,yyy,xxx"),
            (Table{{"aaa", "bbb", "ccc"}, {"zzz", "yyy", "xxx"}}));
  EXPECT_EQ(cells_of("\"aaa\",\"b \r\nbb\",\"ccc\"\r\nzzz,yyy,xxx"),
            (Table{{"aaa", "b \r\nbb", "ccc"}, {"zzz", "yyy", "xxx"}}));
  EXPECT_EQ(cells_of("\"aaa\",\"b\"\"bb\",\"ccc\""), (Table{{"aaa", "b\"bb", "ccc"}}));
}

TEST(CsvParser, KeepsSpacesAndEmptyCells) {
  EXPECT_EQ(cells_of(" a , b\n,\n\"\",x\ny,"), (Table{{" a ", " b"}, {"", ""}, {"", "x"}, {"y", ""}}));
}

TEST(CsvParser, TakesLineEndsOfAllKindsInOneFile) {
  EXPECT_EQ(cells_of("a\r\nb\nc\rd\r\r\n\n\re"),
            (Table{{"a"}, {"b"}, {"c"}, {"d"}, {""}, {""}, {""}, {"e"}}));
}

TEST(CsvParser, KeepsLineEndsInsideQuotesAsTheyAre) {
  EXPECT_EQ(cells_of("\"a\rb\r\nc\nd\"\n\"\n\"\r\n"), (Table{{"a\rb\r\nc\nd"}, {"\n"}}));
}

TEST(CsvParser, ReadsQuotesAtEveryPlaceOfAQuotedCell) {
  EXPECT_EQ(cells_of("\"\"\"\",\"\"\"a\",\"a\"\"\",\"\"\"\"\"\",\",\"\n"),
            (Table{{"\"", "\"a", "a\"", "\"\"", ","}}));
}

TEST(CsvParser, KeepsNulBytesAndBytesThatAreNoText) {
  EXPECT_EQ(cells_of(std::string("a\0b,\"\0\"\xFF\n", 9).substr(0, 7) + "\n"),
            (Table{{std::string("a\0b", 3), std::string(1, '\0')}}));
  EXPECT_EQ(cells_of("\xFF\xC0,\"\x80\"\n"), (Table{{"\xFF\xC0", "\x80"}}));
}

TEST(CsvParser, PassesOverAByteOrderMark) {
  EXPECT_EQ(cells_of("\xEF\xBB\xBF\"a\",b\n"), (Table{{"a", "b"}}));
}

TEST(CsvParser, SeparatesByTabsWithTheSameQuotes) {
  EXPECT_EQ(cells_of("a,b\t\"c\td\"\n", '\t'), (Table{{"a,b", "c\td"}}));
}

TEST(CsvParser, GivesNothingForAnEmptyFile) { EXPECT_EQ(cells_of(""), Table{}); }

TEST(CsvParser, NumbersRowsByTheLineTheyBeginOn) {
  const std::vector<CsvRow> rows = rows_of("a\r\n\"b\nb\r\nb\rb\"\rc\n\nd", 1);
  ASSERT_EQ(rows.size(), 5u);
  EXPECT_EQ(rows[0].line, 1);
  EXPECT_EQ(rows[1].line, 2);
  EXPECT_EQ(rows[2].line, 6);
  EXPECT_EQ(rows[3].line, 7);
  EXPECT_EQ(rows[4].line, 8);
}

TEST(CsvParser, TellsBlankRowsFromEmptyCells) {
  const std::vector<CsvRow> rows = rows_of("\n\"\"\n,\n \r\n\r\n", 1 << 16);
  ASSERT_EQ(rows.size(), 5u);
  EXPECT_TRUE(rows[0].blank);
  EXPECT_FALSE(rows[1].blank);
  EXPECT_FALSE(rows[2].blank);
  EXPECT_FALSE(rows[3].blank);
  EXPECT_TRUE(rows[4].blank);
}

TEST(CsvParser, FindsAQuoteInsideAnUnquotedCellAndGoesOnAtTheNextLine) {
  const std::vector<CsvRow> rows = rows_of("a,b\"c,d\ne,f,g\n", 1);
  ASSERT_EQ(rows.size(), 2u);
  ASSERT_TRUE(rows[0].fault);
  EXPECT_EQ(rows[0].fault->problem,
            "expected a cell as RFC 4180 allows, found quote inside an unquoted cell (cell 2)");
  EXPECT_FALSE(rows[1].fault);
  EXPECT_EQ(rows[1].cells, (Cells{"e", "f", "g"}));
}

TEST(CsvParser, FindsTextAfterAClosingQuote) {
  const std::vector<CsvRow> rows = rows_of("\"a\nb\" ,c\n\"d\"\n", 1);
  ASSERT_EQ(rows.size(), 2u);
  ASSERT_TRUE(rows[0].fault);
  EXPECT_EQ(rows[0].fault->reason, "text after a closing quote");
  EXPECT_EQ(rows[0].fault->line, 2);
  EXPECT_EQ(rows[1].cells, Cells{"d"});
}

TEST(CsvParser, FindsAQuoteThatIsNeverClosed) {
  const std::vector<CsvRow> rows = rows_of("a,b\nc,\"d\ne,f\n", 1);
  ASSERT_EQ(rows.size(), 2u);
  ASSERT_TRUE(rows[1].fault);
  EXPECT_EQ(rows[1].fault->reason, "a quote that is open to the end of the file");
  EXPECT_EQ(rows[1].fault->line, 2);
}

TEST(CsvParser, CountsColumnsThatItDoesNotKeep) {
  CsvParser parser(in_memory("a,b,c\nd\n"), ',', "reviews.csv");
  CsvRow row;
  ASSERT_TRUE(parser.next(row, 2));
  EXPECT_EQ(row.cells, (Cells{"a", "b"}));
  EXPECT_EQ(row.columns, 3u);
  ASSERT_TRUE(parser.next(row, 2));
  EXPECT_EQ(row.columns, 1u);
}

TEST(CsvParser, RefusesARowThatDoesNotEnd) {
  for (const char letter : {'x', ',', '"'}) {
    std::size_t given = 0;
    CsvParser parser(std::make_unique<EndlessSource>(letter, given), ',', "reviews.csv");
    CsvRow row;
    EXPECT_EQ(
        message_of<DataError>([&] { parser.next(row, 10); }),
        "reviews.csv:1: expected rows of at most 16 MB, found a longer one; look for a quote that is never "
        "closed");
    EXPECT_LE(given, kMaxLineBytes + 2 * kPieceBytes);
  }
}

}  // namespace
}  // namespace sentiment
