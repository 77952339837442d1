#include "data/split.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sentiment {
namespace {

std::vector<int32_t> labels_of(const std::vector<int>& counts) {
  std::vector<int32_t> labels;
  for (std::size_t label = 0; label < counts.size(); ++label) {
    labels.insert(labels.end(), static_cast<std::size_t>(counts[label]), static_cast<int32_t>(label));
  }
  return labels;
}

std::vector<int64_t> valid_counts(const std::vector<int>& counts, double fraction) {
  const std::vector<int32_t> labels = labels_of(counts);
  std::vector<int64_t> found(counts.size());
  for (const int64_t row : stratified_split(labels, fraction, 42).valid) {
    ++found[static_cast<std::size_t>(labels[static_cast<std::size_t>(row)])];
  }
  return found;
}

TEST(StratifiedSplit, PutsEachRowInExactlyOnePartInOrder) {
  const Split split = stratified_split(labels_of({50, 30}), 0.1, 42);
  EXPECT_TRUE(std::is_sorted(split.train.begin(), split.train.end()));
  EXPECT_TRUE(std::is_sorted(split.valid.begin(), split.valid.end()));
  std::vector<int64_t> all = split.train;
  all.insert(all.end(), split.valid.begin(), split.valid.end());
  std::sort(all.begin(), all.end());
  ASSERT_EQ(all.size(), 80u);
  for (std::size_t row = 0; row < all.size(); ++row) EXPECT_EQ(all[row], static_cast<int64_t>(row));
}

TEST(StratifiedSplit, TakesTheFractionOfEachLabelRounded) {
  EXPECT_EQ(valid_counts({12500, 12500}, 0.1), (std::vector<int64_t>{1250, 1250}));
  EXPECT_EQ(valid_counts({90, 14, 16}, 0.1), (std::vector<int64_t>{9, 1, 2}));
}

TEST(StratifiedSplit, TakesOneOfARareLabelAndNeverAll) {
  EXPECT_EQ(valid_counts({100, 2, 1}, 0.1), (std::vector<int64_t>{10, 1, 0}));
  EXPECT_EQ(valid_counts({2, 3, 1}, 0.99), (std::vector<int64_t>{1, 2, 0}));
}

TEST(StratifiedSplit, IsAFunctionOfItsArguments) {
  const std::vector<int32_t> labels = labels_of({100, 100});
  EXPECT_EQ(stratified_split(labels, 0.1, 42).valid, stratified_split(labels, 0.1, 42).valid);
  EXPECT_NE(stratified_split(labels, 0.1, 42).valid, stratified_split(labels, 0.1, 43).valid);
}

TEST(StratifiedSplit, ChoosesAtRandomAndForEachLabelAnew) {
  const Split split = stratified_split(labels_of({100, 100}), 0.1, 42);
  const std::vector<int64_t> first(split.valid.begin(), split.valid.begin() + 10);
  std::vector<int64_t> second(split.valid.begin() + 10, split.valid.end());
  EXPECT_NE(first, (std::vector<int64_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
  for (int64_t& row : second) row -= 100;
  EXPECT_NE(first, second);
}

TEST(StratifiedSplit, DoesNotLetOneLabelsRowsShiftAnothers) {
  const Split few = stratified_split(labels_of({100, 10}), 0.1, 42);
  const Split many = stratified_split(labels_of({100, 70}), 0.1, 42);
  EXPECT_EQ(std::vector<int64_t>(few.valid.begin(), few.valid.begin() + 10),
            std::vector<int64_t>(many.valid.begin(), many.valid.begin() + 10));
}

TEST(StratifiedSplit, OfNothingIsNothing) {
  const Split split = stratified_split({}, 0.1, 42);
  EXPECT_TRUE(split.train.empty());
  EXPECT_TRUE(split.valid.empty());
}

}  // namespace
}  // namespace sentiment
