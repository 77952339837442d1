#include "data/jsonl_reader.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "data/memory_source.h"
#include "data/row_reading.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

ReadRows read(const std::string& bytes, const RowFormat& format = {}, Wanted wanted = Wanted::kTextAndLabel) {
  JsonlReader reader(in_memory(bytes), {"data/reviews.jsonl", "reviews.jsonl"}, format, wanted);
  return read_rows(reader);
}

std::string error_of(const std::string& bytes, const RowFormat& format = {},
                     Wanted wanted = Wanted::kTextAndLabel) {
  return message_of<DataError>([&] { read(bytes, format, wanted); });
}

constexpr const char* kAdvice = "; correct the row, or skip such rows with on_bad_row = \"skip\"";

TEST(JsonlReader, TakesTextAndLabelFromEachLine) {
  const ReadRows read_back = read(
      "{\"text\": \"fine\\nfilm\", \"label\": \"pos\"}\r\n{\"label\": \"neg\", \"x\": [1], \"text\": \"\"}");
  EXPECT_EQ(read_back.rows(), (Rows{"pos|fine\nfilm", "neg|"}));
  EXPECT_EQ(read_back.places(), (Rows{"reviews.jsonl:1", "reviews.jsonl:2"}));
}

TEST(JsonlReader, WritesIntegerAndBooleanLabelsAsJsonDoes) {
  EXPECT_EQ(
      read("{\"text\":\"a\",\"label\":1}\n{\"text\":\"b\",\"label\":-2}\n{\"text\":\"c\",\"label\":true}\n")
          .rows(),
      (Rows{"1|a", "-2|b", "true|c"}));
}

TEST(JsonlReader, UsesTheKeysItIsTold) {
  EXPECT_EQ(read("{\"review\":\"a\",\"stars\":5}", {.text_column = "review", .label_column = "stars"}).rows(),
            Rows{"5|a"});
}

TEST(JsonlReader, CarriesTheIdThrough) {
  const ReadRows read_back =
      read("{\"id\":7,\"text\":\"a\"}\n{\"id\":{\"k\":\"v\"},\"text\":\"b\"}\n{\"text\":\"c\"}\n", {},
           Wanted::kText);
  EXPECT_EQ(read_back.records[0].id, Json(7));
  EXPECT_EQ(dump_json(read_back.records[1].id), "{\"k\":\"v\"}");
  EXPECT_TRUE(read_back.records[2].id.is_null());
}

TEST(JsonlReader, SkipsAndCountsBlankLines) {
  const ReadRows read_back = read("\n{\"text\":\"a\",\"label\":\"x\"}\n  \t\r\n\n");
  EXPECT_EQ(read_back.rows(), Rows{"x|a"});
  EXPECT_EQ(read_back.places(), Rows{"reviews.jsonl:2"});
  EXPECT_EQ(read_back.counts.skipped, (Skipped{{"empty line", 3}}));
}

TEST(JsonlReader, ReadsAnEmptyFileAsNoRows) { EXPECT_EQ(read("").counts.read, 0); }

TEST(JsonlReader, PlacesInvalidJsonByLineAndColumn) {
  const std::string error = error_of("{\"text\":\"a\",\"label\":\"x\"}\n{\"text\": nope}\n");
  EXPECT_EQ(error.substr(0, 38), "data/reviews.jsonl:2:11: invalid JSON:") << error;
}

TEST(JsonlReader, NamesWhatARowLacks) {
  EXPECT_EQ(error_of("{\"txt\":\"a\",\"label\":\"x\"}"),
            "data/reviews.jsonl:1: expected the key \"text\", found none (did you mean \"txt\"?)" +
                std::string(kAdvice));
  EXPECT_EQ(error_of("{\"text\":\"a\"}"),
            "data/reviews.jsonl:1: expected the key \"label\", found none" + std::string(kAdvice));
  EXPECT_EQ(error_of("{\"text\":1,\"label\":\"x\"}"),
            "data/reviews.jsonl:1: expected a string for \"text\", found number" + std::string(kAdvice));
  EXPECT_EQ(error_of("[\"a\",\"x\"]"),
            "data/reviews.jsonl:1: expected a JSON object, found array" + std::string(kAdvice));
  EXPECT_NE(error_of("{\"text\":\"a\",\"label\":1.5}").find("found number"), std::string::npos);
  EXPECT_NE(error_of("{\"text\":\"a\",\"label\":\"\"}").find("found an empty string"), std::string::npos);
}

TEST(JsonlReader, NeedsNoUsableLabelWhereTextIsWanted) {
  const ReadRows read_back =
      read("{\"text\":\"a\"}\n{\"text\":\"b\",\"label\":null}\n{\"text\":\"c\",\"label\":\"x\"}\n", {},
           Wanted::kText);
  EXPECT_EQ(read_back.rows(), (Rows{"|a", "|b", "x|c"}));
  EXPECT_FALSE(read_back.records[1].has_label);
  EXPECT_TRUE(read_back.records[2].has_label);
}

TEST(JsonlReader, CountsBadRowsByReasonWhenTheyAreSkipped) {
  const ReadRows read_back = read(
      "{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\nnull\n{\"label\":\"x\"}\n{\"text\":1}\n{\"text\":\"a\"}"
      "\n"
      "{\"text\":\"a\",\"text\":\"b\",\"label\":\"x\"}\n{\"text\":\"\xFF\",\"label\":\"x\"}\n",
      {.on_bad_row = BadRow::kSkip, .on_invalid_utf8 = InvalidUtf8::kSkip});
  EXPECT_EQ(read_back.rows(), Rows{"x|a"});
  EXPECT_EQ(read_back.counts.skipped, (Skipped{{"invalid JSON", 2},
                                               {"not a JSON object", 1},
                                               {"no text", 1},
                                               {"text is not a string", 1},
                                               {"no label", 1},
                                               {"invalid UTF-8", 1}}));
}

TEST(JsonlReader, ReplacesInvalidUtf8BeforeParsing) {
  EXPECT_EQ(read("{\"text\":\"caf\xE9\",\"label\":\"x\"}", {.on_invalid_utf8 = InvalidUtf8::kReplace}).rows(),
            Rows{"x|caf\uFFFD"});
  EXPECT_EQ(error_of("{\"text\":\"caf\xE9\",\"label\":\"x\"}").substr(0, 44),
            "data/reviews.jsonl:1: expected UTF-8, found ");
}

TEST(JsonlReader, KeepsEscapedNulBytes) {
  EXPECT_EQ(read("{\"text\":\"a\\u0000b\",\"label\":\"x\"}").records[0].text, std::string("a\0b", 3));
}

}  // namespace
}  // namespace sentiment
