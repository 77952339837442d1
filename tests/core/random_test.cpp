#include "core/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sentiment {
namespace {

const RandomStream kStream(42, RandomUse::kEpochOrder, {0});

// These numbers decide the bits of every run ever made; a difference here breaks `--resume`.
TEST(RandomStream, GivesTheNumbersItAlwaysGave) {
  EXPECT_EQ(kStream.bits(0), 0x92d6d7a98d7ae2a7ULL);
  EXPECT_EQ(kStream.bits(1), 0x792ab091f2e32ea0ULL);
  EXPECT_EQ(kStream.bits(2), 0xdd7698e90e2f6c6bULL);
  EXPECT_EQ(RandomStream(42, RandomUse::kEpochOrder, {1}).bits(0), 0x5234e175cede26beULL);
  EXPECT_EQ(RandomStream(0, RandomUse::kInitialWeights).bits(0), 0x238275bc38fcbe91ULL);
  EXPECT_EQ(kStream.uniform(0), 0.57359073533505578);
  EXPECT_DOUBLE_EQ(kStream.normal(0), -1.287326573410374);  // log and cos may differ in the last bit
  EXPECT_EQ(kStream.below(2, 10), 8u);
}

TEST(RandomStream, IsAFunctionOfSeedUseKeyAndPosition) {
  const auto first = [](uint64_t seed, RandomUse use, std::initializer_list<uint64_t> key) {
    return RandomStream(seed, use, key).bits(0);
  };
  const uint64_t reference = first(1, RandomUse::kEpochOrder, {2, 3});
  EXPECT_EQ(first(1, RandomUse::kEpochOrder, {2, 3}), reference);
  EXPECT_NE(first(2, RandomUse::kEpochOrder, {2, 3}), reference);
  EXPECT_NE(first(1, RandomUse::kWordDropout, {2, 3}), reference);
  EXPECT_NE(first(1, RandomUse::kEpochOrder, {3, 2}), reference);
  EXPECT_NE(first(1, RandomUse::kEpochOrder, {2}), reference);
  EXPECT_NE(first(1, RandomUse::kEpochOrder, {2, 3, 0}), reference);
}

TEST(RandomStream, IsUniform) {
  constexpr int kDraws = 100'000;
  double sum = 0;
  std::vector<int> bins(10);
  for (int i = 0; i < kDraws; ++i) {
    const double u = kStream.uniform(static_cast<uint64_t>(i));
    ASSERT_GE(u, 0.0);
    ASSERT_LT(u, 1.0);
    sum += u;
    ++bins[static_cast<std::size_t>(u * 10)];
  }
  EXPECT_NEAR(sum / kDraws, 0.5, 0.005);                              // 5 standard errors
  for (const int count : bins) EXPECT_NEAR(count, kDraws / 10, 500);  // 5 standard errors
}

TEST(RandomStream, IsNormalWithVarianceOne) {
  constexpr int kDraws = 100'000;
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double x = kStream.normal(static_cast<uint64_t>(i));
    ASSERT_TRUE(std::isfinite(x));
    sum += x;
    squares += x * x;
  }
  EXPECT_NEAR(sum / kDraws, 0.0, 0.016);      // 5 standard errors
  EXPECT_NEAR(squares / kDraws, 1.0, 0.023);  // 5 standard errors
}

TEST(RandomStream, StaysBelowTheBound) {
  for (uint64_t i = 0; i < 1'000; ++i) {
    EXPECT_EQ(kStream.below(i, 1), 0u);
    EXPECT_LT(kStream.below(i, 3), 3u);
    EXPECT_LT(kStream.below(i, 1ULL << 63), 1ULL << 63);
  }
}

TEST(Shuffle, GivesTheOrderItAlwaysGave) {
  std::vector<int> items(10);
  std::iota(items.begin(), items.end(), 0);
  shuffle(items, kStream);
  EXPECT_EQ(items, (std::vector<int>{4, 2, 7, 5, 8, 3, 0, 1, 6, 9}));
}

TEST(Shuffle, IsAPermutation) {
  std::vector<int> items(1'000);
  std::iota(items.begin(), items.end(), 0);
  shuffle(items, kStream);
  EXPECT_FALSE(std::is_sorted(items.begin(), items.end()));
  std::sort(items.begin(), items.end());
  for (int i = 0; i < 1'000; ++i) EXPECT_EQ(items[static_cast<std::size_t>(i)], i);
}

TEST(Shuffle, PutsEachItemEverywhereEquallyOften) {
  std::vector<int> first(4);
  for (uint64_t epoch = 0; epoch < 10'000; ++epoch) {
    std::vector<std::size_t> items = {0, 1, 2, 3};
    shuffle(items, RandomStream(1, RandomUse::kEpochOrder, {epoch}));
    ++first[items[0]];
  }
  for (const int count : first) EXPECT_NEAR(count, 2'500, 217);  // 5 standard errors
}

TEST(Shuffle, LeavesNothingAndOneItemAsTheyAre) {
  std::vector<int> none;
  shuffle(none, kStream);
  EXPECT_TRUE(none.empty());
  std::vector<int> one = {7};
  shuffle(one, kStream);
  EXPECT_EQ(one, (std::vector<int>{7}));
}

}  // namespace
}  // namespace sentiment
