#include "baselines/majority_baseline.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace sentiment {
namespace {

using Counts = std::vector<int64_t>;

TEST(MajorityBaseline, AnswersTheMostFrequentTrainingLabel) {
  EXPECT_EQ(MajorityBaseline(Counts{10, 40, 25}).label(), 1);
}

TEST(MajorityBaseline, AnswersTheFirstOfEquallyFrequentLabels) {
  EXPECT_EQ(MajorityBaseline(Counts{3, 20, 20}).label(), 1);
}

TEST(MajorityBaseline, AnswersTheFirstLabelWithoutExamples) {
  EXPECT_EQ(MajorityBaseline(Counts{0, 0}).label(), 0);
}

TEST(MajorityBaseline, IsJudgedByItsTrainingLabelAndNotByTheDatas) {
  const MajorityBaseline baseline(Counts{60, 40});
  EXPECT_DOUBLE_EQ(baseline.accuracy(Counts{30, 90}), 0.25);
}

TEST(MajorityBaseline, IsNeverRightWhereItsLabelIsAbsentOrNothingIs) {
  const MajorityBaseline baseline(Counts{1, 2, 1});
  EXPECT_EQ(baseline.accuracy(Counts{5, 0, 5}), 0.0);
  EXPECT_EQ(baseline.accuracy(Counts{0, 0, 0}), 0.0);
}

}  // namespace
}  // namespace sentiment
