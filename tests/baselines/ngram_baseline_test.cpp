#include "baselines/ngram_baseline.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace sentiment
