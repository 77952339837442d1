#include "embedding/noise_words.h"

#include <gtest/gtest.h>

namespace sentiment {
namespace {

std::vector<double> drawn_shares(const std::vector<int64_t>& counts, uint64_t draws) {
  const NoiseWords noise(counts);
  const RandomStream stream(7, RandomUse::kNoiseWords);
  std::vector<double> shares(counts.size());
  for (uint64_t i = 0; i < draws; ++i)
    shares[static_cast<std::size_t>(noise.draw(stream, i))] += 1.0 / static_cast<double>(draws);
  return shares;
}

TEST(NoiseWords, AreDrawnByFrequencyToTheThreeQuarters) {
  // 16^0.75 = 8, 81^0.75 = 27, 256^0.75 = 64: of 100. Four deviations of 100,000 draws are below 0.0061.
  const std::vector<double> shares = drawn_shares({0, 1, 16, 81, 256}, 100'000);
  EXPECT_EQ(shares[0], 0.0);
  EXPECT_NEAR(shares[1], 0.01, 0.0062);
  EXPECT_NEAR(shares[2], 0.08, 0.0062);
  EXPECT_NEAR(shares[3], 0.27, 0.0062);
  EXPECT_NEAR(shares[4], 0.64, 0.0062);
}

TEST(NoiseWords, MayBeOneWordAlone) { EXPECT_NEAR(drawn_shares({0, 0, 3}, 100)[2], 1.0, 1e-12); }

}  // namespace
}  // namespace sentiment
