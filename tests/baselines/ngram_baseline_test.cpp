#include "baselines/ngram_baseline.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "baselines/small_reviews.h"

namespace sentiment {
namespace {

using Ids = std::vector<TokenId>;

NgramBaseline fit(const Dataset& data, std::size_t classes, int64_t n = 3, int threads = 2) {
  ThreadPool pool(threads);
  return NgramBaseline::fit(data, classes, {.n = n, .cost = 1.0}, 1, pool);
}

double accuracy(const NgramBaseline& baseline, const Dataset& data) {
  ThreadPool pool(2);
  return baseline.accuracy(data, pool);
}

TEST(NgramBaseline, LearnsFromPairsWhatWordsCannotTell) {
  const Dataset data = dataset_of(small_reviews(), 5);
  EXPECT_EQ(accuracy(fit(data, 2), data), 1.0);
  EXPECT_LT(accuracy(fit(data, 2, 1), data), 1.0);
}

TEST(NgramBaseline, TellsThreeLabelsApart) {
  const Dataset data = dataset_of({{{kGood}, 0}, {{kBad}, 1}, {{kOdd}, 2}}, 3);
  const NgramBaseline baseline = fit(data, 3);
  EXPECT_EQ(baseline.classify(Ids{kFilm, kOdd}), 2);
  EXPECT_EQ(accuracy(baseline, data), 1.0);
  const std::vector<double> probabilities = baseline.probabilities(Ids{kBad});
  ASSERT_EQ(probabilities.size(), 3u);
  EXPECT_NEAR(std::accumulate(probabilities.begin(), probabilities.end(), 0.0), 1.0, 1e-12);
}

TEST(NgramBaseline, NeverGivesALabelWithoutExamples) {
  const Dataset data = dataset_of({{{kGood}, 0}, {{kBad}, 2}}, 3);
  const NgramBaseline baseline = fit(data, 3);
  for (const Ids& ids : {Ids{kGood}, Ids{kBad}, Ids{kOdd}, Ids{}}) EXPECT_NE(baseline.classify(ids), 1);
}

TEST(NgramBaseline, AnswersTheOnlyLabelThereIs) {
  EXPECT_EQ(fit(dataset_of({{{kGood}, 0}}, 2), 1).probabilities(Ids{kBad}), std::vector<double>{1.0});
  EXPECT_EQ(fit(dataset_of({{{kGood}, 1}}, 2), 2).classify(Ids{kBad}), 1);
}

TEST(NgramBaseline, TakesTextsWithoutTokensAndNoTextsAtAll) {
  const Dataset data = dataset_of({{{}, 1}, {{}, 1}, {{kBad}, 0}});
  EXPECT_EQ(fit(data, 2).classify(Ids{}), 1);
  const NgramBaseline nothing = fit(Dataset(), 2);
  EXPECT_EQ(nothing.probabilities(Ids{kGood}), (std::vector<double>{0.5, 0.5}));
  EXPECT_EQ(nothing.classify(Ids{kGood}), 0);
  EXPECT_EQ(accuracy(nothing, Dataset()), 0.0);
}

TEST(NgramBaseline, IsTheSameForAnyNumberOfThreads) {
  const Dataset data = dataset_of(small_reviews(), 200);
  const Ids text = {kFilm, kNot, kGood};
  EXPECT_EQ(fit(data, 2, 3, 1).probabilities(text), fit(data, 2, 3, 3).probabilities(text));
  EXPECT_EQ(fit(data, 4, 3, 1).probabilities(text), fit(data, 4, 3, 3).probabilities(text));
}

TEST(NgramBaseline, LeavesAnswersAndChangesConfidenceByItsTemperature) {
  ThreadPool pool(2);
  NgramBaseline baseline = fit(dataset_of(small_reviews(), 5), 2);
  const double before = baseline.probabilities(Ids{kFilm, kGood})[1];
  // One of four such reviews has the other label, so a probability of 3/4 is the likeliest.
  const LabelledReview good{{kFilm, kGood}, 1};
  const LabelledReview exception{{kFilm, kGood}, 0};
  baseline.fit_temperature(dataset_of({good, good, good, exception}), pool);
  EXPECT_NEAR(baseline.probabilities(Ids{kFilm, kGood})[1], 0.75, 1e-4);
  EXPECT_NE(before, 0.75);
  EXPECT_EQ(baseline.classify(Ids{kFilm, kGood}), 1);
}

TEST(NgramContributions, AddUpToTheScoreWhichIsWhatTheProbabilitiesSay) {
  for (const std::size_t classes : {2u, 3u}) {
    const NgramBaseline baseline = fit(dataset_of(small_reviews(), 5), classes);
    const Ids text = {kFilm, kNot, kGood, kOdd, kNot, kGood};
    const std::vector<double> said = baseline.probabilities(text);
    for (std::size_t label = 0; label < classes; ++label) {
      const NgramContributions found = baseline.contributions(text, static_cast<int32_t>(label));
      double others = 0.0;
      for (std::size_t c = 0; c < classes; ++c) others += c == label ? 0.0 : std::log(said[c]);
      EXPECT_NEAR(found.score, std::log(said[label]) - others / static_cast<double>(classes - 1), 1e-9);
      EXPECT_NEAR(std::accumulate(found.tokens.begin(), found.tokens.end(), found.bias), found.score, 1e-9);
    }
  }
}

TEST(NgramContributions, AreSharedByTheTokensOfAnNgramAndByItsPlaces) {
  // Each review has one word, so that all pairs but "good good" are unknown.
  const NgramBaseline baseline =
      fit(dataset_of({{{kGood}, 1}, {{kBad}, 0}, {{kGood, kGood}, 1}, {{kBad, kBad}, 0}}, 5), 2);
  const NgramContributions one = baseline.contributions(Ids{kGood}, 1);
  const NgramContributions two = baseline.contributions(Ids{kGood, kOdd, kGood}, 1);
  EXPECT_GT(one.tokens[0], 0.1);
  EXPECT_NEAR(two.tokens[0], one.tokens[0] / 2, 1e-12);  // the word counts once, and is in two places
  EXPECT_EQ(two.tokens[1], 0.0);
  EXPECT_EQ(two.tokens[2], two.tokens[0]);
  const NgramContributions pair = baseline.contributions(Ids{kGood, kGood}, 1);
  EXPECT_EQ(pair.tokens[0], pair.tokens[1]);
  EXPECT_GT(pair.tokens[0], two.tokens[0]);  // the pair's part besides
  EXPECT_TRUE(baseline.contributions(Ids{}, 0).tokens.empty());
}

}  // namespace
}  // namespace sentiment
