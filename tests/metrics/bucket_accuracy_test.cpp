#include "metrics/bucket_accuracy.h"

#include <gtest/gtest.h>

namespace sentiment {
namespace {

TEST(QuantileBuckets, HoldAboutEquallyManyExamplesInOrder) {
  const std::vector<Bucket> buckets = quantile_buckets(
      {{8, true}, {1, true}, {2, false}, {3, true}, {4, true}, {5, false}, {6, false}, {7, true}}, 4);
  ASSERT_EQ(buckets.size(), 4u);
  EXPECT_EQ(buckets[0].low, 1);
  EXPECT_EQ(buckets[0].high, 2);
  EXPECT_EQ(buckets[0].count, 2);
  EXPECT_EQ(buckets[0].accuracy(), 0.5);
  EXPECT_EQ(buckets[3].low, 7);
  EXPECT_EQ(buckets[3].accuracy(), 1.0);
}

TEST(QuantileBuckets, NeverPartEqualValues) {
  const std::vector<Bucket> buckets =
      quantile_buckets({{1, true}, {1, true}, {1, false}, {1, false}, {1, true}, {9, true}}, 4);
  ASSERT_EQ(buckets.size(), 2u);
  EXPECT_EQ(buckets[0].count, 5);
  EXPECT_EQ(buckets[1].count, 1);
}

TEST(QuantileBuckets, AreFewerForFewExamples) {
  EXPECT_TRUE(quantile_buckets({}, 4).empty());
  const std::vector<Bucket> one = quantile_buckets({{3, true}}, 4);
  ASSERT_EQ(one.size(), 1u);
  EXPECT_EQ(one[0].count, 1);
}

TEST(EdgeBuckets, EndWithTheirEdgesAndLeaveOutEmptyOnes) {
  const std::vector<Outcome> outcomes = {{0.0, true}, {0.01, false}, {0.02, true}, {0.5, false}};
  const std::vector<Bucket> buckets = edge_buckets(outcomes, std::vector{0.0, 0.02, 0.1});
  ASSERT_EQ(buckets.size(), 3u);
  EXPECT_EQ(buckets[0].count, 1);
  EXPECT_EQ(buckets[1].low, 0.01);
  EXPECT_EQ(buckets[1].high, 0.02);
  EXPECT_EQ(buckets[1].right, 1);
  EXPECT_EQ(buckets[2].low, 0.5);  // above the last edge
}

}  // namespace
}  // namespace sentiment
