#include "doctor/text_overlap.h"

#include <gtest/gtest.h>

#include "support/temporary_folder.h"

namespace sentiment {
namespace {

TwinCount exact(const TextOverlap& found, const std::string& part, const std::string& in) {
  const PartOverlap* pair = found.find(part, in);
  return pair == nullptr ? TwinCount{} : pair->exact;
}

TwinCount near(const TextOverlap& found, const std::string& part, const std::string& in) {
  const PartOverlap* pair = found.find(part, in);
  return pair == nullptr ? TwinCount{} : pair->near;
}

/// Forty words, one of which another one takes the place of: 35 of 41 shingles are common.
std::string long_text(int changed = -1, const std::string& other = "changed") {
  std::string text;
  for (int i = 0; i < 40; ++i) text += (i == changed ? other : "word" + std::to_string(i)) + " ";
  return text;
}

class TextOverlapTest : public testing::Test {
 protected:
  /// Adds a row to the CSV file that becomes this part.
  void add(std::string& part, const std::string& text, const std::string& label) {
    part += text + "," + label + "\n";
  }

  TextOverlap overlap() {
    data_.train = folder_.write("train.csv", train_).string();
    if (valid_ != kHeader) data_.valid = folder_.write("valid.csv", valid_).string();
    if (test_ != kHeader) data_.test = folder_.write("test.csv", test_).string();
    const TokenizerConfig tokenizer;
    ThreadPool pool(2);
    return find_overlap(scan_data(data_, tokenizer, read_corpus(data_, tokenizer, {}, 1), pool), pool);
  }

  static constexpr const char* kHeader = "text,label\n";
  TemporaryFolder folder_;
  DataConfig data_;
  std::string train_ = kHeader;
  std::string valid_ = kHeader;
  std::string test_ = kHeader;
};

TEST_F(TextOverlapTest, FindsNothingAmongDifferentTexts) {
  add(train_, "a", "neg");
  add(train_, "b", "pos");
  add(valid_, "c", "neg");
  const TextOverlap found = overlap();
  EXPECT_EQ(exact(found, "train", "train").tally.rows, 0);
  EXPECT_EQ(exact(found, "train", "train").of, 2);
  EXPECT_EQ(found.under_two_labels.tally.rows, 0);
  EXPECT_EQ(exact(found, "valid", "train").tally.rows, 0);
  EXPECT_EQ(exact(found, "valid", "train").of, 1);
  EXPECT_EQ(found.find("test", "train"), nullptr);
}

TEST_F(TextOverlapTest, CountsRepetitionsAndNamesTheFirst) {
  for (const char* text : {"a", "b", "A ", "a"}) add(train_, text, "neg");
  add(train_, "c", "pos");
  add(valid_, "d", "pos");
  const TextOverlap found = overlap();
  EXPECT_EQ(exact(found, "train", "train").tally.rows, 2);
  EXPECT_EQ(exact(found, "train", "train").tally.examples.at(0).twin, "train.csv:2");
  EXPECT_EQ(exact(found, "train", "train").tally.examples.at(0).place, "train.csv:4");
  EXPECT_EQ(found.under_two_labels.tally.rows, 0);
}

TEST_F(TextOverlapTest, CountsEveryRowOfATextWithTwoLabels) {
  for (const char* label : {"neg", "neg", "pos"}) add(train_, "so so", label);
  add(train_, "good", "pos");
  add(valid_, "d", "pos");
  const TextOverlap found = overlap();
  EXPECT_EQ(found.under_two_labels.tally.rows, 3);
  EXPECT_EQ(found.under_two_labels.of, 4);
  EXPECT_EQ(found.under_two_labels.share(), 0.75);
  EXPECT_EQ(found.under_two_labels.tally.examples.at(0).twin, "train.csv:4");
}

TEST_F(TextOverlapTest, FindsTextsOfTheOtherPartsInTheTrainingPart) {
  add(train_, "a b", "neg");
  add(train_, "c", "pos");
  add(valid_, "a  B", "neg");
  add(valid_, "b a", "neg");
  add(test_, "d", "neg");
  add(test_, "c", "neg");
  add(test_, "c", "pos");
  const TextOverlap found = overlap();
  EXPECT_EQ(exact(found, "valid", "train").tally.rows, 1);
  EXPECT_EQ(exact(found, "valid", "train").of, 2);
  EXPECT_EQ(exact(found, "test", "train").tally.rows, 2);
  EXPECT_EQ(exact(found, "test", "train").tally.examples.at(0).twin, "train.csv:3");
  EXPECT_EQ(exact(found, "test", "train").tally.examples.at(0).place, "test.csv:3");
}

TEST_F(TextOverlapTest, LooksAcrossASplitOfTheTrainingData) {
  // Ten rows of each label, all the same text: whatever is split off has its twin in the training part.
  for (int i = 0; i < 10; ++i) {
    add(train_, "same", "neg");
    add(train_, "other", "pos");
  }
  data_.valid_fraction = 0.2;
  const TextOverlap found = overlap();
  EXPECT_EQ(exact(found, "valid", "train").of, 4);
  EXPECT_EQ(exact(found, "valid", "train").tally.rows, 4);
  EXPECT_EQ(exact(found, "train", "train").of, 16);
  EXPECT_EQ(exact(found, "train", "train").tally.rows, 14);
}

TEST_F(TextOverlapTest, LeavesEmptyTextsAndOtherLabelsOut) {
  data_.labels = {{"neg", "pos"}};
  add(train_, "a", "neg");
  add(train_, "b", "pos");
  add(train_, "\" \"", "pos");
  add(train_, "\" \"", "neg");
  add(train_, "a", "unsup");
  add(valid_, "c", "pos");
  add(valid_, "\" \"", "pos");
  const TextOverlap found = overlap();
  EXPECT_EQ(exact(found, "train", "train").of, 2);
  EXPECT_EQ(exact(found, "train", "train").tally.rows, 0);
  EXPECT_EQ(exact(found, "valid", "train").of, 1);
}

TEST_F(TextOverlapTest, CountsNearlyEqualTextsApartFromEqualOnes) {
  add(train_, long_text(), "neg");
  add(train_, long_text(20), "neg");
  add(train_, long_text(), "neg");
  add(train_, "c", "pos");
  add(valid_, long_text(10), "pos");
  add(valid_, long_text(20), "neg");
  const TextOverlap found = overlap();
  EXPECT_EQ(exact(found, "train", "train").tally.rows, 1);
  EXPECT_EQ(near(found, "train", "train").tally.rows, 1);
  EXPECT_EQ(near(found, "train", "train").tally.examples.at(0).place, "train.csv:3");
  EXPECT_EQ(near(found, "train", "train").tally.examples.at(0).twin, "train.csv:2");
  EXPECT_EQ(exact(found, "valid", "train").tally.rows, 1);
  EXPECT_EQ(near(found, "valid", "train").tally.rows, 1);
  EXPECT_EQ(near(found, "valid", "train").other_label, 1);
  EXPECT_EQ(near(found, "valid", "train").tally.examples.at(0).place, "valid.csv:2");
}

TEST_F(TextOverlapTest, CountsBothOfTwoNearlyEqualTextsWithDifferentLabels) {
  add(train_, long_text(), "neg");
  add(train_, "c", "neg");
  add(train_, long_text(20), "pos");
  add(valid_, "d", "pos");
  const TextOverlap found = overlap();
  EXPECT_EQ(found.near_under_two_labels.tally.rows, 2);
  EXPECT_EQ(found.near_under_two_labels.of, 3);
  EXPECT_EQ(found.under_two_labels.tally.rows, 0);
}

TEST_F(TextOverlapTest, FindsTwinsWithinAndBetweenThePartsThatJudge) {
  add(train_, "a", "neg");
  add(train_, "b", "pos");
  for (const char* text : {"c", "c", "d"}) add(valid_, text, "neg");
  for (const char* text : {"d", "e", "e", "e"}) add(test_, text, "pos");
  const TextOverlap found = overlap();
  EXPECT_EQ(exact(found, "valid", "valid").tally.rows, 1);
  EXPECT_EQ(exact(found, "test", "test").tally.rows, 2);
  EXPECT_EQ(exact(found, "test", "valid").tally.rows, 1);
  EXPECT_EQ(exact(found, "test", "valid").other_label, 1);
}

TEST_F(TextOverlapTest, SaysHowATextBegins) {
  for (const char* label : {"neg", "pos"}) add(train_, long_text(), label);
  add(valid_, "d", "pos");
  EXPECT_EQ(overlap().under_two_labels.tally.examples.at(0).text,
            "word0 word1 word2 word3 word4 word5 word6 word7 word8 word9 ");
}

}  // namespace
}  // namespace sentiment
