#include "cli/check_command.h"

#include <gmock/gmock.h>

#include <sstream>

#include "core/error.h"
#include "json/strict_json.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

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
  EXPECT_THAT(out_.str(),
              HasSubstr("part   read  used  skipped  neg  pos  empty  tokens  truncated  unknown\n"
                        "train    40    40        0   20   20      0     120      0.0 %    0.0 %\n"
                        "valid     2     2        0    1    1      0       4      0.0 %    0.0 %\n"));
  EXPECT_THAT(out_.str(), HasSubstr("sound: nothing found that would spoil a run\n"));
}

TEST_F(CheckCommand, FailsOnAFinding) {
  folder_.write("valid.csv", reviews("some", 10));
  EXPECT_EQ(status(), 1);
  EXPECT_THAT(out_.str(),
              HasSubstr("finding: valid: 10 of 10 rows (100.00 %) have a text that is also in train (such "
                        "as train.csv:2 and valid.csv:2); "));
  EXPECT_THAT(out_.str(), HasSubstr("not sound: 1 finding that would spoil a run\n"));
}

TEST_F(CheckCommand, PrintsTheSameAsJson) {
  folder_.write("valid.csv", reviews("some", 10));
  options_.json = true;
  EXPECT_EQ(status(), 1);
  const Json report = parse_json(out_.str());
  EXPECT_EQ(report.at("sound"), false);
  EXPECT_EQ(report.at("findings").size(), 1u);
  EXPECT_EQ(report.at("parts").at("train").at("labels"), parse_json(R"({"neg":20,"pos":20})"));
  EXPECT_EQ(report.at("same_text").at("valid_in_train"), parse_json(R"({"rows":10,"share":1.0})"));
}

TEST_F(CheckCommand, CountsWordVectors) {
  const std::string file = folder_.write("vectors.txt", "some 1 2\nfilm 3 4\n").string();
  options_.overrides = {"vocabulary.vectors=" + file, "model.embedding_size=2"};
  options_.json = true;
  status();
  EXPECT_EQ(parse_json(out_.str()).at("vectors"), parse_json(R"({"found":2,"tokens":42})"));
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
