#include "nn/candidate_sampler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace sentiment {
namespace {

TEST(CandidateSampler, DrawsEachWordOnceAndNeverThePadding) {
  const Candidates found = CandidateSampler(1000, 100).draw(1, 7);
  EXPECT_EQ(found.ids.size(), 100u);
  EXPECT_TRUE(std::is_sorted(found.ids.begin(), found.ids.end(), std::less_equal<>()));
  EXPECT_GE(found.ids.front(), 1);
  EXPECT_LE(found.ids.back(), 999);
}

TEST(CandidateSampler, DrawsTheSameForASeedAndStepAndOthersForOthers) {
  const CandidateSampler sampler(1000, 100);
  EXPECT_EQ(sampler.draw(1, 7).ids, sampler.draw(1, 7).ids);
  EXPECT_NE(sampler.draw(1, 7).ids, sampler.draw(1, 8).ids);
  EXPECT_NE(sampler.draw(1, 7).ids, sampler.draw(2, 7).ids);
}

TEST(CandidateSampler, DrawsAWordAsOftenAsItExpects) {
  const CandidateSampler sampler(200, 20);
  constexpr int64_t kSteps = 4000;
  for (const TokenId id : {1, 5, 60}) {
    double times = 0.0;
    double expected = 0.0;
    for (int64_t step = 0; step < kSteps; ++step) {
      const Candidates found = sampler.draw(3, step);
      times += static_cast<double>(std::count(found.ids.begin(), found.ids.end(), id));
      expected += std::exp(static_cast<double>(sampler.log_expected(id, found)));
    }
    // Three deviations of a binomial; the expectation given the number of draws is itself close, not exact.
    EXPECT_NEAR(times / expected, 1.0, 3.0 / std::sqrt(expected) + 0.05) << id;
  }
}

TEST(CandidateSampler, SaysHowManyItDraws) {
  for (const int64_t vocabulary : {20, 21, 22, 100}) {
    const CandidateSampler sampler(vocabulary, 10);
    EXPECT_EQ(sampler.draw(1, 1).ids.size(), static_cast<std::size_t>(sampler.size()));
  }
  EXPECT_EQ(CandidateSampler(21, 10).size(), 20);
  EXPECT_EQ(CandidateSampler(22, 10).size(), 10);
}

TEST(CandidateSampler, TakesAllWordsWithoutCorrectionWhereHalfOfThemAreWanted) {
  const CandidateSampler sampler(21, 10);
  const Candidates found = sampler.draw(1, 1);
  EXPECT_EQ(found.ids.size(), 20u);
  EXPECT_EQ(found.ids.front(), 1);
  EXPECT_EQ(sampler.log_expected(13, found), 0.0F);
}

}  // namespace
}  // namespace sentiment
