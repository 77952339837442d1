#include "cli/prediction_writer.h"

#include <gtest/gtest.h>

#include "cli/list_reader.h"

namespace sentiment {
namespace {

const Prediction kPositive{
    .probabilities = {0.25, 0.75}, .label = 1, .tokens = 5, .unknown = 1, .read = 4, .truncated = true};

std::string written(const PredictionWriter& writer, const Record& row) {
  std::string out;
  writer.append(out, row, kPositive);
  return out;
}

std::string as_text(const std::vector<std::string>& labels) {
  return written(*prediction_writer(OutputFormat::kText, labels, InputFormat::kLines, {}, false),
                 row_of("x"));
}

std::string as_jsonl(const Record& row, bool echo = false) {
  return written(*prediction_writer(OutputFormat::kJsonl, {"neg", "pos"}, InputFormat::kJsonl, {}, echo),
                 row);
}

std::unique_ptr<PredictionWriter> csv_writer(InputFormat input,
                                             const std::vector<std::string>& columns = {}) {
  return prediction_writer(OutputFormat::kCsv, {"neg", "pos"}, input, columns, false);
}

TEST(PredictionWriter, WritesLabelTabProbability) { EXPECT_EQ(as_text({"neg", "pos"}), "pos\t0.750000\n"); }

TEST(PredictionWriter, KeepsALabelFromBreakingTheLine) {
  EXPECT_EQ(as_text({"neg", "p\to\ns"}), "p\\to\\ns\t0.750000\n");
}

TEST(PredictionWriter, WritesEveryFieldAsJson) {
  EXPECT_EQ(as_jsonl(row_of("x")),
            R"({"label":"pos","probability":0.75,"probabilities":{"neg":0.25,"pos":0.75},)"
            R"("tokens":5,"oov_rate":0.25,"truncated":true})"
            "\n");
}

TEST(PredictionWriter, CarriesTheIdThrough) {
  Record row = row_of("x");
  row.id = 7;
  EXPECT_EQ(as_jsonl(row).substr(0, 22), R"({"id":7,"label":"pos",)");
  row.id = parse_json(R"({"a":[1]})");
  EXPECT_EQ(as_jsonl(row).substr(0, 17), R"({"id":{"a":[1]},")");
}

TEST(PredictionWriter, EchoesAnyTextInOneLine) {
  const std::string line = as_jsonl(row_of("a\n\"\xff"), true);
  EXPECT_NE(line.find(R"(,"text":"a\n\")"
                      "\xEF\xBF\xBD"
                      "\"}\n"),
            std::string::npos)
      << line;
}

TEST(PredictionWriter, AppendsItsColumnsToThoseOfTheInput) {
  const auto writer = csv_writer(InputFormat::kTsv, {"text", "a,b", "label"});
  EXPECT_EQ(writer->header(), "text,\"a,b\",label,label,probability\n");
  Record row = row_of("x");
  row.cells = {"x \"y\"", "1\n2", ""};
  EXPECT_EQ(written(*writer, row), "\"x \"\"y\"\"\",\"1\n2\",,pos,0.750000\n");
}

TEST(PredictionWriter, QuotesEveryCellThatWouldEndEarly) {
  const auto writer = csv_writer(InputFormat::kCsv, {"a", "b", "c", "d"});
  Record row = row_of("x");
  row.cells = {"1\r2", "1\n2", "1,2", "1\"2"};
  EXPECT_EQ(written(*writer, row), "\"1\r2\",\"1\n2\",\"1,2\",\"1\"\"2\",pos,0.750000\n");
}

TEST(PredictionWriter, MakesATableOfLinesAndOfObjects) {
  EXPECT_EQ(csv_writer(InputFormat::kLines)->header(), "text,label,probability\n");
  EXPECT_EQ(written(*csv_writer(InputFormat::kLines), row_of("")), ",pos,0.750000\n");
  EXPECT_EQ(csv_writer(InputFormat::kJsonl)->header(), "id,text,label,probability\n");
  Record row = row_of("x");
  EXPECT_EQ(written(*csv_writer(InputFormat::kJsonl), row), ",x,pos,0.750000\n");
  row.id = "a,b";
  EXPECT_EQ(written(*csv_writer(InputFormat::kJsonl), row), "\"a,b\",x,pos,0.750000\n");
  row.id = 3;
  EXPECT_EQ(written(*csv_writer(InputFormat::kJsonl), row), "3,x,pos,0.750000\n");
}

TEST(PredictionWriter, HasAHeaderOnlyInTables) {
  EXPECT_EQ(prediction_writer(OutputFormat::kText, {"a"}, InputFormat::kLines, {}, false)->header(), "");
  EXPECT_EQ(prediction_writer(OutputFormat::kJsonl, {"a"}, InputFormat::kLines, {}, false)->header(), "");
}

}  // namespace
}  // namespace sentiment
