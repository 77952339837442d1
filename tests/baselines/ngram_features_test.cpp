#include "baselines/ngram_features.h"

#include <gtest/gtest.h>

#include <cmath>

namespace sentiment {
namespace {

using Ids = std::vector<TokenId>;

NgramFeatures features_of(const std::vector<Ids>& texts, int64_t n, int64_t min_count,
                          std::size_t max_features = 1000) {
  std::vector<std::span<const TokenId>> spans(texts.begin(), texts.end());
  ThreadPool pool(2);
  return ngram_features(spans, n, min_count, max_features, pool);
}

uint32_t feature_of(const NgramFeatures& features, TokenId id) {
  std::vector<uint64_t> hash;
  distinct_ngrams(std::vector{id}, 1, hash);
  return features.index.find(hash[0]);
}

TEST(NgramFeatures, AreInEnoughTexts) {
  const NgramFeatures features = features_of({{2, 3, 3}, {2, 3}, {4, 4, 4}, {}}, 2, 2);
  EXPECT_EQ(features.index.size(), 3u);  // 2, 3 and 2 3; 4 is three times in one text
  EXPECT_EQ(features.examples[0].size(), 3u);
  EXPECT_TRUE(features.examples[2].empty());
  EXPECT_TRUE(features.examples[3].empty());
  EXPECT_EQ(features.min_count, 2);
}

TEST(NgramFeatures, AreTheMoreFrequentOnesIfThereAreTooMany) {
  const std::vector<Ids> texts = {{2}, {2, 3}, {2, 3, 4}, {2, 3, 4, 5}};
  const NgramFeatures features = features_of(texts, 1, 1, 2);
  EXPECT_EQ(features.index.size(), 2u);
  EXPECT_EQ(features.min_count, 3);
  EXPECT_NE(feature_of(features, 3), NgramIndex::kNone);
  EXPECT_EQ(feature_of(features, 4), NgramIndex::kNone);
}

TEST(NgramFeatures, LeaveOutAllEquallyFrequentOnesRatherThanSome) {
  const NgramFeatures features = features_of({{2, 3, 4}, {2, 3, 4}, {2}}, 1, 1, 2);
  EXPECT_EQ(features.index.size(), 1u);
}

TEST(LogCountRatios, CompareSmoothedShares) {
  const std::vector<SparseExample> examples = {{0, 1}, {0}, {1, 2}};
  const std::vector<int8_t> signs = {1, 1, -1};
  // Counts plus one are 3, 2, 1 with and 1, 2, 2 against: sums of 6 and 5.
  const std::vector<float> ratios = log_count_ratios(examples, signs, 3);
  EXPECT_NEAR(ratios[0], std::log((3.0 / 6.0) / (1.0 / 5.0)), 1e-6);
  EXPECT_NEAR(ratios[1], std::log((2.0 / 6.0) / (2.0 / 5.0)), 1e-6);
  EXPECT_NEAR(ratios[2], std::log((1.0 / 6.0) / (2.0 / 5.0)), 1e-6);
}

}  // namespace
}  // namespace sentiment
