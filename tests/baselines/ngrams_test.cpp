#include "baselines/ngrams.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/random.h"

namespace sentiment {
namespace {

std::vector<uint64_t> ngrams_of(const std::vector<TokenId>& ids, int64_t n) {
  std::vector<uint64_t> found;
  distinct_ngrams(ids, n, found);
  return found;
}

TEST(DistinctNgrams, CountEachOnce) {
  EXPECT_EQ(ngrams_of({5, 6, 7}, 3).size(), 6u);        // 5 6 7, 56 67, 567
  EXPECT_EQ(ngrams_of({5, 5, 5, 5}, 2).size(), 2u);     // 5, 55
  EXPECT_EQ(ngrams_of({5, 6, 5, 6, 5}, 3).size(), 6u);  // 5 6, 56 65, 565 656
  EXPECT_TRUE(ngrams_of({}, 3).empty());
}

TEST(DistinctNgrams, TellOrderAndLengthApart) {
  const std::vector<uint64_t> one = ngrams_of({2, 3}, 2);
  const std::vector<uint64_t> other = ngrams_of({3, 2}, 2);
  std::vector<uint64_t> both;
  std::set_intersection(one.begin(), one.end(), other.begin(), other.end(), std::back_inserter(both));
  EXPECT_EQ(both.size(), 2u);  // the two words, not the pairs
}

TEST(DistinctNgrams, AreTheNumbersOfTheFileFormat) {
  // mix(0 + 0x9E3779B97F4A7C15 * (2 + 1)), worked out apart with Python's integers.
  EXPECT_EQ(ngrams_of({2}, 1), std::vector<uint64_t>{0x06C45D188009454F});
  const std::vector<uint64_t> pair = ngrams_of({2, 3}, 2);
  EXPECT_TRUE(std::binary_search(pair.begin(), pair.end(), uint64_t{0x76931AF34E599FCF}));
}

TEST(SortHashes, SortsWhateverTheNumbersAre) {
  const RandomStream random(1, RandomUse::kBootstrap);
  for (const std::size_t size : {0, 1, 2, 3, 64, 1000}) {
    std::vector<uint64_t> spread;
    std::vector<uint64_t> small;
    for (uint64_t i = 0; i < size; ++i) {
      spread.push_back(random.bits(i));
      small.push_back(random.below(i, 50));  // all with the same first bits, many equal
    }
    for (std::vector<uint64_t> hashes : {spread, small}) {
      std::vector<uint64_t> expected = hashes;
      std::sort(expected.begin(), expected.end());
      sort_hashes(hashes);
      EXPECT_EQ(hashes, expected);
    }
  }
}

TEST(NgramIndex, NumbersTheHashesItHas) {
  const std::vector<uint64_t> hashes = {0, 1, 77, uint64_t{1} << 40, uint64_t{1} << 63, ~uint64_t{0}};
  const NgramIndex index(hashes);
  for (uint32_t i = 0; i < hashes.size(); ++i) EXPECT_EQ(index.find(hashes[i]), i);
  EXPECT_EQ(index.find(2), NgramIndex::kNone);
  EXPECT_EQ(index.find(~uint64_t{0} - 1), NgramIndex::kNone);
  EXPECT_EQ(NgramIndex().find(0), NgramIndex::kNone);
}

}  // namespace
}  // namespace sentiment
