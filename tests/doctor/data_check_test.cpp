#include "doctor/data_check.h"

#include <gmock/gmock.h>

#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(DataCheck, PutsFindingsFirst) {
  TemporaryFolder folder;
  ExperimentConfig config;
  config.data.train = folder.write("train.csv", "text,label\na b c,neg\nd e f,pos\n").string();
  config.data.valid = folder.write("valid.csv", "text,label\na b c,neg\na b d,neg\n").string();
  config.vocabulary.min_count = 1;
  ThreadPool pool(1);
  const DataCheck check = check_data(config, pool);
  EXPECT_EQ(check.findings(), 2);
  ASSERT_GT(check.verdicts.size(), 2u);
  EXPECT_EQ(check.verdicts[0].check, "single_label");
  EXPECT_EQ(check.verdicts[1].check, "duplicates_across");
  EXPECT_EQ(check.verdicts[2].severity, Severity::kNote);
  EXPECT_FALSE(check.sound());
}

TEST(DataCheck, DoesNotDependOnTheNumberOfThreads) {
  TemporaryFolder folder;
  std::string csv = "text,label\n";
  for (int i = 0; i < 3000; ++i) {
    for (int word = 0; word < 20; ++word) csv += "w" + std::to_string((i / 3 * 31 + word * 7) % 1000) + " ";
    csv += std::to_string(i % 3) + (i % 2 == 0 ? ",neg\n" : ",pos\n");
  }
  ExperimentConfig config;
  config.data.train = folder.write("train.csv", csv).string();
  ThreadPool one(1);
  ThreadPool four(4);
  const DataCheck a = check_data(config, one);
  const DataCheck b = check_data(config, four);
  EXPECT_GT(a.overlap.find("train", "train")->near.tally.rows, 1000);
  ASSERT_EQ(a.verdicts.size(), b.verdicts.size());
  for (std::size_t i = 0; i < a.verdicts.size(); ++i)
    EXPECT_EQ(one_line(a.verdicts[i]), one_line(b.verdicts[i]));
}

TEST(DataCheck, FindsVectorsOfAnotherVocabulary) {
  EXPECT_THAT(judge_vectors({50, 100, 0.5, {}}, "v.txt"), IsEmpty());
  EXPECT_EQ(
      one_line(judge_vectors({49, 100, 0.5, {}}, "v.txt").at(0)),
      "vectors: v.txt has 49.00 % of the vocabulary (49 of 100 tokens); check that its words are of the same "
      "language and case");
  EXPECT_EQ(judge_vectors({10, 100, 0.5, {}}, "v.txt").at(0).severity, Severity::kNote);
  EXPECT_EQ(judge_vectors({9, 100, 0.5, {}}, "v.txt").at(0).severity, Severity::kFinding);
}

}  // namespace
}  // namespace sentiment
