#include "data/batch_sampler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "core/random.h"

namespace sentiment {
namespace {

std::vector<int64_t> random_lengths(std::size_t count) {
  const RandomStream stream(7, RandomUse::kBootstrap);
  std::vector<int64_t> lengths(count);
  for (std::size_t i = 0; i < count; ++i) lengths[i] = static_cast<int64_t>(stream.below(i, 600));
  return lengths;
}

std::vector<int64_t> joined(const std::vector<std::vector<int64_t>>& batches) {
  std::vector<int64_t> rows;
  for (const auto& batch : batches) rows.insert(rows.end(), batch.begin(), batch.end());
  return rows;
}

/// Tokens a network would read if each batch were padded to its longest review.
int64_t padded_tokens(const std::vector<std::vector<int64_t>>& batches, const std::vector<int64_t>& lengths) {
  int64_t tokens = 0;
  for (const auto& batch : batches) {
    int64_t longest = 0;
    for (const int64_t row : batch) longest = std::max(longest, lengths[static_cast<std::size_t>(row)]);
    tokens += longest * static_cast<int64_t>(batch.size());
  }
  return tokens;
}

TEST(BatchSampler, GivesEachReviewOnceAnEpoch) {
  for (const std::size_t count :
       {std::size_t{1}, std::size_t{7}, std::size_t{8}, std::size_t{9}, std::size_t{1009}}) {
    const BatchSampler sampler(random_lengths(count), 8, 42);
    std::vector<int64_t> rows = joined(sampler.batches(3));
    std::sort(rows.begin(), rows.end());
    ASSERT_EQ(rows.size(), count);
    for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(rows[i], static_cast<int64_t>(i));
  }
}

TEST(BatchSampler, FillsEveryBatchButTheLast) {
  const BatchSampler sampler(random_lengths(1009), 8, 42);
  const auto batches = sampler.batches(0);
  ASSERT_EQ(batches.size(), 127u);
  EXPECT_EQ(sampler.batch_count(), 127);
  for (std::size_t i = 0; i + 1 < batches.size(); ++i) EXPECT_EQ(batches[i].size(), 8u);
  EXPECT_EQ(batches.back().size(), 1u);
}

TEST(BatchSampler, IsAFunctionOfSeedAndEpoch) {
  const std::vector<int64_t> lengths = random_lengths(500);
  const BatchSampler sampler(lengths, 8, 42);
  EXPECT_EQ(sampler.batches(1), BatchSampler(lengths, 8, 42).batches(1));
  EXPECT_NE(sampler.batches(1), sampler.batches(2));
  EXPECT_NE(sampler.batches(1), BatchSampler(lengths, 8, 43).batches(1));
}

TEST(BatchSampler, PutsOtherReviewsTogetherInEachEpoch) {
  const BatchSampler sampler(random_lengths(500), 8, 42);
  const auto contents = [&](int64_t epoch) {
    auto batches = sampler.batches(epoch);
    for (auto& batch : batches) std::sort(batch.begin(), batch.end());
    std::sort(batches.begin(), batches.end());
    return batches;
  };
  EXPECT_NE(contents(0), contents(1));
}

TEST(BatchSampler, PutsSimilarLengthsTogether) {
  const std::vector<int64_t> lengths = random_lengths(2000);
  int64_t tokens = 0;
  for (const int64_t length : lengths) tokens += length;
  const int64_t padded = padded_tokens(BatchSampler(lengths, 8, 42).batches(0), lengths);
  EXPECT_LT(padded, tokens + tokens / 20);  // batches of 8 at random would pad by about 80 %
}

TEST(BatchSampler, DoesNotPresentBatchesInOrderOfLength) {
  const std::vector<int64_t> lengths = random_lengths(400);
  const auto batches = BatchSampler(lengths, 8, 42).batches(0);
  const auto shorter = [&](const std::vector<int64_t>& a, const std::vector<int64_t>& b) {
    return lengths[static_cast<std::size_t>(a[0])] < lengths[static_cast<std::size_t>(b[0])];
  };
  EXPECT_FALSE(std::is_sorted(batches.begin(), batches.end(), shorter));
}

TEST(BatchSampler, MixesReviewsOfOneLength) {
  const auto batches = BatchSampler(std::vector<int64_t>(100, 5), 10, 42).batches(0);
  EXPECT_FALSE(std::is_sorted(batches[0].begin(), batches[0].end()));
}

TEST(BatchSampler, TakesABatchLargerThanTheData) {
  const BatchSampler sampler(random_lengths(5), std::numeric_limits<int64_t>::max(), 42);
  EXPECT_EQ(sampler.batches(0).size(), 1u);
  EXPECT_EQ(sampler.batch_count(), 1);
}

TEST(BatchSampler, RefusesABatchOfNothing) {
  EXPECT_THROW(BatchSampler(random_lengths(5), 0, 42), std::logic_error);
}

TEST(BatchSampler, OfNothingGivesNoBatch) {
  const BatchSampler sampler({}, 8, 42);
  EXPECT_TRUE(sampler.batches(0).empty());
  EXPECT_EQ(sampler.batch_count(), 0);
}

TEST(SortedBatches, AreInOrderOfLengthAndThenOfRow) {
  EXPECT_EQ(sorted_batches({5, 1, 5, 3, 1}, 2), (std::vector<std::vector<int64_t>>{{1, 4}, {3, 0}, {2}}));
  EXPECT_TRUE(sorted_batches({}, 2).empty());
}

}  // namespace
}  // namespace sentiment
