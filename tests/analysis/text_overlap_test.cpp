#include "analysis/text_overlap.h"

#include <gtest/gtest.h>

#include "support/temporary_folder.h"

namespace sentiment {
namespace {

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
    return find_overlap(data_, tokenizer, read_corpus(data_, tokenizer, {}, 1));
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
  EXPECT_EQ(found.within_train.rows, 0);
  EXPECT_EQ(found.within_train.of, 2);
  EXPECT_EQ(found.under_two_labels.rows, 0);
  EXPECT_EQ(found.valid_in_train.rows, 0);
  EXPECT_EQ(found.valid_in_train.of, 1);
  EXPECT_FALSE(found.test_in_train);
}

TEST_F(TextOverlapTest, CountsRepetitionsAndNamesTheFirst) {
  for (const char* text : {"a", "b", "A ", "a"}) add(train_, text, "neg");
  add(train_, "c", "pos");
  add(valid_, "d", "pos");
  const TextOverlap found = overlap();
  EXPECT_EQ(found.within_train.rows, 2);
  EXPECT_EQ(found.within_train.example->first, "train.csv:2");
  EXPECT_EQ(found.within_train.example->second, "train.csv:4");
  EXPECT_EQ(found.under_two_labels.rows, 0);
}

TEST_F(TextOverlapTest, CountsEveryRowOfATextWithTwoLabels) {
  for (const char* label : {"neg", "neg", "pos"}) add(train_, "so so", label);
  add(train_, "good", "pos");
  add(valid_, "d", "pos");
  const TextOverlap found = overlap();
  EXPECT_EQ(found.under_two_labels.rows, 3);
  EXPECT_EQ(found.under_two_labels.of, 4);
  EXPECT_EQ(found.under_two_labels.share(), 0.75);
  EXPECT_EQ(found.under_two_labels.example->second, "train.csv:4");
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
  EXPECT_EQ(found.valid_in_train.rows, 1);
  EXPECT_EQ(found.valid_in_train.of, 2);
  EXPECT_EQ(found.test_in_train->rows, 2);
  EXPECT_EQ(found.test_in_train->example->first, "train.csv:3");
  EXPECT_EQ(found.test_in_train->example->second, "test.csv:3");
}

TEST_F(TextOverlapTest, LooksAcrossASplitOfTheTrainingData) {
  // Ten rows of each label, all the same text: whatever is split off has its twin in the training part.
  for (int i = 0; i < 10; ++i) {
    add(train_, "same", "neg");
    add(train_, "other", "pos");
  }
  data_.valid_fraction = 0.2;
  const TextOverlap found = overlap();
  EXPECT_EQ(found.valid_in_train.of, 4);
  EXPECT_EQ(found.valid_in_train.rows, 4);
  EXPECT_EQ(found.within_train.of, 16);
  EXPECT_EQ(found.within_train.rows, 14);
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
  EXPECT_EQ(found.within_train.of, 2);
  EXPECT_EQ(found.within_train.rows, 0);
  EXPECT_EQ(found.valid_in_train.of, 1);
}

}  // namespace
}  // namespace sentiment
