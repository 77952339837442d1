#include "doctor/tolerant_corpus.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class TolerantCorpusTest : public testing::Test {
 protected:
  TolerantCorpusTest() {
    config_.data.train = folder_.write("train.csv", kRows).string();
    config_.data.valid = folder_.write("valid.csv", kRows).string();
    config_.vocabulary.min_count = 1;
  }

  void train_with(const std::string& more) { folder_.write("train.csv", kRows + more); }

  std::vector<std::string> obstacles(Severity severity = Severity::kFinding) {
    const TolerantCorpus read = read_tolerantly(config_);
    used_ = read.corpus.train.rows.used;
    std::vector<std::string> lines;
    for (const Verdict& verdict : read.obstacles) {
      EXPECT_EQ(verdict.severity, severity);
      lines.push_back(one_line(verdict));
    }
    return lines;
  }

  const std::string kRows = "text,label\na,neg\nb,pos\n";
  TemporaryFolder folder_;
  ExperimentConfig config_;
  int64_t used_ = 0;
};

TEST_F(TolerantCorpusTest, HasNothingToSayOfWhatARunReads) { EXPECT_THAT(obstacles(), IsEmpty()); }

TEST_F(TolerantCorpusTest, CountsAllRowsOfInvalidUtf8AndNamesTheFirst) {
  train_with("caf\xE9,neg\nc,pos\n\xFF,pos\n");
  EXPECT_THAT(obstacles(),
              ElementsAre(AllOf(HasSubstr("train: 2 of 5 rows (40.00 %) are not UTF-8, and a run would stop"),
                                HasSubstr("(such as train.csv:4)"))));
  EXPECT_EQ(used_, 3);
  EXPECT_EQ(read_tolerantly(config_).obstacles.at(0).examples.at(0).text, "caf\uFFFD");
}

TEST_F(TolerantCorpusTest, CountsInvalidUtf8ThatARunSkips) {
  config_.data.rows.on_invalid_utf8 = InvalidUtf8::kSkip;
  train_with("caf\xE9,neg\n");
  EXPECT_THAT(obstacles(),
              ElementsAre(HasSubstr("train: 1 of 3 rows (33.33 %) are not UTF-8 and are skipped")));
}

TEST_F(TolerantCorpusTest, SaysWhereAMalformedRowWouldStopARun) {
  train_with("one,two,three\nc,pos\n");
  EXPECT_THAT(obstacles(), ElementsAre(AllOf(HasSubstr("train: a run would stop here: "),
                                             HasSubstr("train.csv:4: expected 2 columns, found 3"))));
  EXPECT_EQ(used_, 3);
}

TEST_F(TolerantCorpusTest, NamesLabelsThatTheTrainingPartLacks) {
  folder_.write("valid.csv", kRows + "c,Pos\nd,Pos\n");
  EXPECT_THAT(obstacles(), ElementsAre("valid: 2 rows are labelled \"Pos\", which the training part does not "
                                       "have (such as valid.csv:4); correct the label, or list the labels to "
                                       "use in data.labels"));
}

TEST_F(TolerantCorpusTest, PassesOnWhatItCannotPassOver) {
  folder_.write("train.csv", "text,label\n\xE9,neg\n");
  EXPECT_THAT(message_of<DataError>([&] { read_tolerantly(config_); }), HasSubstr("expected UTF-8"));
  folder_.write("train.csv", "review,label\na,neg\n");
  EXPECT_THAT(message_of<DataError>([&] { read_tolerantly(config_); }), HasSubstr("expected a column"));
}

}  // namespace
}  // namespace sentiment
