#include "doctor/similar_labels.h"

#include <gtest/gtest.h>

namespace sentiment {
namespace {

/// Pairs as "label ~ other", with = for the same.
std::string similar(const std::vector<std::string>& labels, const std::vector<int64_t>& rows) {
  std::string all;
  for (const SimilarLabels& pair : find_similar_labels(labels, rows))
    all += labels[pair.label] + (pair.is_same ? " = " : " ~ ") + labels[pair.other] + "; ";
  return all;
}

TEST(SimilarLabels, DifferInCaseSpacesOrTheSpellingOfANumber) {
  EXPECT_EQ(similar({"Pos", "neg", "pos "}, {9, 9, 9}), "pos  = Pos; ");
  EXPECT_EQ(similar({"1", "1.0", "2"}, {9, 9, 9}), "1.0 = 1; ");
  EXPECT_EQ(similar({"stra\u00dfe", "STRASSE"}, {9, 9}), "STRASSE = stra\u00dfe; ");
}

TEST(SimilarLabels, DifferInALetterIfOneIsRare) {
  EXPECT_EQ(similar({"negative", "positive", "postive"}, {100, 100, 2}), "postive ~ positive; ");
  EXPECT_EQ(similar({"negative", "positive", "postive"}, {100, 100, 3}), "");
}

TEST(SimilarLabels, AreNotWhatIsNamedAlikeOnPurpose) {
  EXPECT_EQ(similar({"neg", "pos"}, {9, 9}), "");
  EXPECT_EQ(similar({"bad", "sad"}, {900, 1}), "");
  EXPECT_EQ(similar({"class10", "class11"}, {900, 1}), "");
  EXPECT_EQ(similar({"1", "2", "-1", "10"}, {9, 9, 9, 9}), "");
}

}  // namespace
}  // namespace sentiment
