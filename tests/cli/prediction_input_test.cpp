#include "cli/prediction_input.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

TEST(PredictionInput, TellsTheFormatByTheName) {
  EXPECT_EQ(input_format_of("a.jsonl"), InputFormat::kJsonl);
  EXPECT_EQ(input_format_of("a.CSV"), InputFormat::kCsv);
  EXPECT_EQ(input_format_of("dir.csv/a.tsv.gz"), InputFormat::kTsv);
  EXPECT_EQ(input_format_of("a.txt"), InputFormat::kLines);
  EXPECT_EQ(input_format_of("-"), InputFormat::kLines);
}

TEST(PredictionInput, ReadsWhatIsNotUtf8AsReplacementCharacters) {
  const TemporaryFolder folder;
  const std::string file = folder.write("a.csv", "text\n\"a\xff\"\n").string();
  Record row;
  ASSERT_TRUE(open_prediction_input(file, InputFormat::kCsv, "text")->next(row));
  EXPECT_EQ(row.text, "a\xEF\xBF\xBD");
}

TEST(PredictionInput, RefusesARowThatCannotBeRead) {
  const TemporaryFolder folder;
  const std::string file = folder.write("a.jsonl", "{\"text\": 5}\n").string();
  const auto reader = open_prediction_input(file, InputFormat::kJsonl, "text");
  Record row;
  EXPECT_THROW(reader->next(row), DataError);
}

TEST(PredictionInput, RefusesAFileThatIsNotThere) {
  EXPECT_THROW(open_prediction_input("/nowhere/a.txt", InputFormat::kLines, ""), Error);
}

}  // namespace
}  // namespace sentiment
