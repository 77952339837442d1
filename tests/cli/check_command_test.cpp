#include "cli/check_command.h"

#include <gmock/gmock.h>

#include <sstream>

#include "core/error.h"
#include "json/strict_json.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

/// `count` rows of different texts, half of them of each label.
std::string reviews(const std::string& word, int count) {
  std::string csv = "text,label\n";
  for (int i = 0; i < count; ++i)
    csv += word + " film " + std::to_string(i) + (i % 2 == 0 ? ",neg\n" : ",pos\n");
  return csv;
}

class CheckCommand : public testing::Test {
 protected:
  CheckCommand() {
    folder_.write("train.csv", reviews("some", 40));
    folder_.write("valid.csv", reviews("another", 10));
    options_.config = folder_
                          .write("config.json", R"({"data": {"train": "train.csv", "valid": "valid.csv"},
                                                     "vocabulary": {"min_count": 1}})")
                          .string();
    options_.overrides = {"tokenizer.max_tokens=4"};
  }

  int status() {
    out_.str("");
    return check(options_, out_);
  }

  TemporaryFolder folder_;
  CheckOptions options_;
  std::ostringstream out_;
};

TEST_F(CheckCommand, CallsGoodDataSound) {
  folder_.write("valid.csv", "text,label\nfilm film,neg\nsome some,pos\n");
  EXPECT_EQ(status(), 0);
  EXPECT_THAT(out_.str(), HasSubstr("part   read  used  skipped  empty  1-2 tokens\n"
                                    "train    40    40        0      0           0\n"
                                    "valid     2     2        0      0           2\n"));
  EXPECT_THAT(out_.str(), HasSubstr("label  train   share  valid   share\n"
                                    "neg       20  50.0 %      1  50.0 %\n"));
  EXPECT_THAT(out_.str(),
              HasSubstr("part   tokens  median  95 %  99 %  longest  texts cut  tokens cut  unknown\n"
                        "train     120       3     3     3        3      0.0 %       0.0 %    0.0 %\n"));
  EXPECT_THAT(out_.str(), EndsWith("sound: nothing found that would spoil a run\n"));
}

TEST_F(CheckCommand, FailsOnAFinding) {
  folder_.write("valid.csv", reviews("some", 10));
  EXPECT_EQ(status(), 1);
  EXPECT_THAT(out_.str(),
              HasSubstr("finding: valid: 10 of 10 rows (100.00 %) have a text that is also in train\n"
                        "    valid.csv:2 = train.csv:2  \"some film 0\"\n"
                        "    valid.csv:3 = train.csv:3  \"some film 1\"\n"
                        "    valid.csv:4 = train.csv:4  \"some film 2\"\n"
                        "    -> what is memorised counts as learnt: remove them from one of the two\n"));
  EXPECT_THAT(out_.str(), EndsWith("not sound: 1 finding that would spoil a run\n"));
}

TEST_F(CheckCommand, PrintsTheSameAsJson) {
  folder_.write("valid.csv", reviews("some", 10));
  options_.json = "-";
  EXPECT_EQ(status(), 1);
  const Json report = parse_json(out_.str());
  EXPECT_EQ(report.at("sound"), false);
  EXPECT_EQ(report.at("findings").size(), 1u);
  EXPECT_EQ(report.at("findings").at(0),
            "valid: 10 of 10 rows (100.00 %) have a text that is also in train (such as train.csv:2 and "
            "valid.csv:2); what is memorised counts as learnt: remove them from one of the two");
  EXPECT_EQ(report.at("parts").at("train").at("labels"), parse_json(R"({"neg":20,"pos":20})"));
  EXPECT_EQ(report.at("same_text").at("valid_in_train"),
            parse_json(R"({"rows":10,"share":1.0,"other_label":0})"));
  EXPECT_EQ(report.at("verdicts").at(0).at("examples").size(), 10u);
  EXPECT_EQ(report.at("verdicts").at(0).at("examples").at(0),
            parse_json(R"({"place":"valid.csv:2","twin":"train.csv:2","text":"some film 0"})"));
}

TEST_F(CheckCommand, WritesJsonToAFileBesideTheText) {
  options_.json = (folder_.path() / "check.json").string();
  status();
  EXPECT_THAT(out_.str(), HasSubstr("part   read"));
  EXPECT_TRUE(parse_json(folder_.read("check.json")).contains("verdicts"));
  options_.json = (folder_.path() / "no/check.json").string();
  EXPECT_THAT(message_of<ConfigError>([&] { status(); }), HasSubstr("--json: expected a file"));
}

TEST_F(CheckCommand, CountsWordVectors) {
  const std::string file = folder_.write("vectors.txt", "some 1 2\nfilm 3 4\n").string();
  options_.overrides = {"vocabulary.vectors=" + file, "model.embedding_size=2"};
  options_.json = "-";
  status();
  const Json vectors = parse_json(out_.str()).at("vectors");
  EXPECT_EQ(vectors.at("found"), 2);
  EXPECT_EQ(vectors.at("tokens"), 42);
  EXPECT_NEAR(vectors.at("of_text").get<double>(), 80.0 / 120.0, 1e-12);
  EXPECT_EQ(vectors.at("missing").size(), 10u);
  EXPECT_EQ(vectors.at("missing").at(0), "0");
  options_.json.reset();
  status();
  EXPECT_THAT(out_.str(),
              HasSubstr("vectors: for 2 of 42 tokens, 66.7 % of the training text; the most frequent "
                        "without: \"0\" \"1\" "));
}

TEST_F(CheckCommand, ShowsTokensThatGiveTheLabelAway) {
  std::string csv = "text,label\n";
  for (int i = 0; i < 300; ++i) {
    const std::string number = std::to_string(i % 10);
    csv += i % 2 == 0 ? "film " + number + " is 1/10,neg\n" : "film " + number + " is it,pos\n";
  }
  folder_.write("train.csv", csv);
  EXPECT_EQ(status(), 1);
  EXPECT_THAT(out_.str(),
              HasSubstr("\"1/10\"  neg             150          150  100.0 %               100.0 %\n"));
  EXPECT_THAT(out_.str(), HasSubstr("finding: train: the token \"1/10\" is in 150 rows, 150 of them labelled "
                                    "\"neg\": 100.00 % of all its rows\n    train.csv:2  \"1/10\"\n"));
}

TEST_F(CheckCommand, LeavesLabelsOutWhereThereAreTooManyToRead) {
  std::string csv = "text,label\n";
  for (int i = 0; i < 90; ++i) csv += "text " + std::to_string(i) + ",c" + std::to_string(i % 30) + "\n";
  folder_.write("train.csv", csv + "text again,c29\n");
  folder_.write("valid.csv", "text,label\nx,c1\n");
  status();
  EXPECT_THAT(out_.str(), HasSubstr("share\nc29        4   4.4 %      0  0.0 %\nc0 "));
  EXPECT_THAT(out_.str(), HasSubstr("and 10 labels of fewer rows, which --json lists\n"));
}

TEST_F(CheckCommand, PassesOnWhatIsWrongWithConfigAndData) {
  options_.overrides = {"trainer.epoch=3"};
  EXPECT_THROW(status(), ConfigError);
  options_.overrides = {};
  folder_.write("train.csv", "text,label\na,neg\n");
  EXPECT_THROW(status(), DataError);
}

}  // namespace
}  // namespace sentiment
