#include "cli/predict_command.h"

#include <gtest/gtest.h>

#include <sstream>

#include "cli/list_reader.h"
#include "cli/word_model.h"
#include "core/error.h"
#include "inference/classifier.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

class PredictCommand : public testing::Test {
 protected:
  PredictCommand() { write_model(folder_.path() / "model.safetensors", word_model()); }

  /// Standard output of `predict` on a file of this name and content.
  std::string output(const std::string& name, const std::string& bytes) {
    options_.model = folder_.path().string();
    options_.input.file = folder_.write(name, bytes).string();
    std::ostringstream out;
    predict(options_, out);
    return out.str();
  }

  TemporaryFolder folder_;
  PredictOptions options_;
};

TEST_F(PredictCommand, LabelsEachLineInOrder) {
  EXPECT_EQ(output("in.txt", "a GOOD\n\nbad\nfilm"),
            "pos\t0.750000\nneg\t0.500000\nneg\t0.750000\nneg\t0.500000\n");
}

TEST_F(PredictCommand, SaysNothingOfNothing) { EXPECT_EQ(output("in.txt", ""), ""); }

TEST_F(PredictCommand, AnswersBytesThatAreNoText) {
  EXPECT_EQ(output("in.txt", std::string("\xff\x80 good\n\0bad\n", 13)), "pos\t0.750000\nneg\t0.750000\n");
}

TEST_F(PredictCommand, SaysTheSameOnAnyNumberOfThreads) {
  std::string lines;
  for (int i = 0; i < 3000; ++i) lines += i % 3 == 0 ? "good\n" : "bad film\n";
  options_.threads = 1;
  const std::string alone = output("in.txt", lines);
  options_.threads = 5;
  EXPECT_EQ(output("in.txt", lines), alone);
}

TEST_F(PredictCommand, CarriesIdsFromJsonlToJsonl) {
  options_.format = OutputFormat::kJsonl;
  const std::string lines = output("in.jsonl", "{\"id\":\"r1\",\"text\":\"one two three four five six\"}\n");
  const Json line = parse_json(lines);
  EXPECT_EQ(line.at("id"), "r1");
  EXPECT_EQ(line.at("label"), "neg");
  EXPECT_EQ(line.at("probabilities").at("pos"), 0.5);
  EXPECT_EQ(line.at("tokens"), 6);
  EXPECT_EQ(line.at("oov_rate"), 1.0);
  EXPECT_EQ(line.at("truncated"), true);
}

TEST_F(PredictCommand, AppendsToTheColumnsOfCsv) {
  options_.format = OutputFormat::kCsv;
  EXPECT_EQ(output("in.csv", "n,text\n1,\"so, good\"\n"),
            "n,text,label,probability\n1,\"so, good\",pos,0.750000\n");
}

TEST_F(PredictCommand, TakesTheColumnTheModelWasTrainedOn) {
  Model model = word_model();
  model.text_column = "review";
  write_model(folder_.path() / "model.safetensors", model);
  EXPECT_EQ(output("in.tsv", "text\treview\nbad\tgood\n"), "pos\t0.750000\n");
  EXPECT_EQ(output("in.jsonl", "{\"text\":\"bad\",\"review\":\"good\"}\n"), "neg\t0.750000\n");
  options_.input.text_column = "review";
  EXPECT_EQ(output("in.jsonl", "{\"text\":\"bad\",\"review\":\"good\"}\n"), "pos\t0.750000\n");
}

TEST_F(PredictCommand, RefusesOptionsWithoutEffect) {
  options_.input.text_column = "review";
  options_.echo = true;
  try {
    output("in.txt", "good\n");
    FAIL() << "expected an exception";
  } catch (const ConfigError& error) {
    EXPECT_EQ(error.problems.size(), 2u);
  }
}

TEST(PredictRecords, AnswersTheRowsBeforeABadOne) {
  const Classifier classifier(word_model());
  ThreadPool pool(2);
  std::ostringstream out;
  const auto writer = prediction_writer(OutputFormat::kText, {"neg", "pos"}, InputFormat::kLines, {}, false);
  const auto reader =
      std::make_shared<ListReader>(std::vector<Record>{row_of("good"), row_of("bad")}, "line 3 is bad");
  EXPECT_EQ(message_of<DataError>([&] { predict_records(reader, classifier, pool, *writer, out); }),
            "line 3 is bad");
  EXPECT_EQ(out.str(), "pos\t0.750000\nneg\t0.750000\n");
}

}  // namespace
}  // namespace sentiment
