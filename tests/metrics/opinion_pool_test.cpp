#include "metrics/opinion_pool.h"

#include <gmock/gmock.h>

#include <cmath>

#include "core/random.h"

namespace sentiment {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using Answers = std::vector<std::vector<double>>;

/// Of two classes, by what each member says of the second.
Answers answers(std::initializer_list<double> of_second) {
  Answers all;
  for (const double probability : of_second) all.push_back({1.0 - probability, probability});
  return all;
}

PoolFit fit_of(std::size_t members, const std::vector<std::pair<Answers, std::size_t>>& examples) {
  PoolFit fit(members, 2);
  for (const auto& [said, label] : examples) fit.add(said, label);
  return fit;
}

/// Two members that are right about different examples, each too sure where it is wrong.
std::vector<std::pair<Answers, std::size_t>> disputed() {
  return {{answers({0.9, 0.3}), 1}, {answers({0.2, 0.8}), 1}, {answers({0.1, 0.4}), 0},
          {answers({0.7, 0.2}), 0}, {answers({0.6, 0.9}), 1}, {answers({0.4, 0.1}), 0},
          {answers({0.8, 0.4}), 0}};
}

TEST(Pooled, MultipliesProbabilitiesToThePowerOfTheWeights) {
  // sqrt(0.9 * 0.5) : sqrt(0.1 * 0.5) is 3 : 1
  EXPECT_THAT(pooled(answers({0.9, 0.5}), std::vector{0.5, 0.5}),
              ElementsAre(DoubleNear(0.25, 1e-15), DoubleNear(0.75, 1e-15)));
}

TEST(Pooled, IsTheOnlyMembersAnswerToTheLastBit) {
  const Answers alone = {{0.1, 0.3, 0.6}};
  EXPECT_EQ(pooled(alone, std::vector{1.0}), alone.front());
}

TEST(Pooled, StaysANumberWhereAMemberSaysZero) {
  const std::vector<double> pool = pooled(answers({0.0, 0.5}), std::vector{0.5, 0.5});
  EXPECT_NEAR(pool[0], 1.0, 1e-12);
  EXPECT_NEAR(pooled(answers({0.0, 0.75}), std::vector{0.0, 1.0})[1], 0.75, 1e-15);
}

TEST(PoolFit, FindsTheWeightsThatAGridFinds) {
  const PoolFit fit = fit_of(2, disputed());
  double best = 0.0;
  for (int i = 0; i <= 10'000; ++i) {
    const double weight = i / 10'000.0;
    if (fit.score(std::vector{weight, 1 - weight}).log_loss < fit.score(std::vector{best, 1 - best}).log_loss)
      best = weight;
  }
  ASSERT_GT(best, 0.1);  // inside
  ASSERT_LT(best, 0.9);
  EXPECT_THAT(fit.weights(), ElementsAre(DoubleNear(best, 1e-4), DoubleNear(1 - best, 1e-4)));
}

TEST(PoolFit, FindsTheWeightsOfThreeMembersOnASecondGrid) {
  std::vector<std::pair<Answers, std::size_t>> examples = disputed();
  const double third[] = {0.6, 0.45, 0.2, 0.55, 0.3, 0.35, 0.5};
  for (std::size_t i = 0; i < examples.size(); ++i) examples[i].first.push_back({1 - third[i], third[i]});
  const PoolFit fit = fit_of(3, examples);
  double least = 1e9;
  for (int i = 0; i <= 200; ++i) {
    for (int j = 0; i + j <= 200; ++j) {
      const std::vector<double> weights = {i / 200.0, j / 200.0, (200 - i - j) / 200.0};
      least = std::min(least, fit.score(weights).log_loss);
    }
  }
  const double found = fit.score(fit.weights()).log_loss;
  EXPECT_LE(found, least);
  EXPECT_GT(found, least - 1e-4);  // the grid is that fine
}

TEST(PoolFit, GivesAMemberThatOnlyMisleadsNoWeight) {
  const PoolFit fit =
      fit_of(2, {{answers({0.8, 0.1}), 1}, {answers({0.3, 0.9}), 0}, {answers({0.7, 0.2}), 1}});
  EXPECT_THAT(fit.weights(), ElementsAre(1.0, 0.0));
}

TEST(PoolFit, GivesWeightsThatAreNeverNegativeAndSumToOne) {
  const RandomStream random(1, RandomUse::kBootstrap);
  uint64_t drawn = 0;
  for (int run = 0; run < 50; ++run) {
    PoolFit fit(4, 2);
    for (int i = 0; i < 12; ++i) {
      Answers said;
      for (int member = 0; member < 4; ++member) {
        const double probability = random.uniform(drawn++);
        said.push_back({1 - probability, probability});
      }
      fit.add(said, random.uniform(drawn++) < 0.5 ? 0 : 1);
    }
    double sum = 0.0;
    for (const double weight : fit.weights()) {
      EXPECT_TRUE(weight >= 0.0 && weight <= 1.0) << weight;
      sum += weight;
    }
    EXPECT_NEAR(sum, 1.0, 1e-15);
  }
}

TEST(PoolFit, SharesAmongTwinsAndGivesASingleMemberAll) {
  EXPECT_THAT(fit_of(2, {{answers({0.8, 0.8}), 1}, {answers({0.6, 0.6}), 0}}).weights(),
              ElementsAre(0.5, 0.5));
  EXPECT_THAT(fit_of(1, {{answers({0.8}), 1}}).weights(), ElementsAre(1.0));
}

TEST(PoolFit, CountsWhatTheMembersAndThePoolHaveRight) {
  const PoolFit fit = fit_of(2, disputed());
  EXPECT_EQ(fit.score_of(0).examples, 7);
  EXPECT_EQ(fit.score_of(0).correct, 4);  // not the second, the fourth and the last
  EXPECT_EQ(fit.score_of(1).correct, 6);
  EXPECT_NEAR(fit_of(1, {{answers({0.8}), 1}, {answers({0.5}), 0}}).score_of(0).log_loss,
              -(std::log(0.8) + std::log(0.5)) / 2, 1e-15);
}

TEST(PoolFit, CrossFitsEachExampleWithoutItself) {
  // The odd one out would have all the weight on the second member, which only it likes.
  std::vector<std::pair<Answers, std::size_t>> examples(5, {answers({0.8, 0.4}), 1});
  examples[0].first = answers({0.1, 0.99});
  const PoolFit fit = fit_of(2, examples);
  const PoolScore honest = fit.cross_fitted();
  EXPECT_EQ(honest.examples, 5);
  EXPECT_EQ(honest.correct, 4);
  EXPECT_GT(fit.weights()[1], 0.2);
  EXPECT_EQ(fit.score(fit.weights()).correct, 5);
  EXPECT_GT(honest.log_loss, fit.score(fit.weights()).log_loss + 0.1);
}

TEST(PoolFit, DealsEachClassOutInTurnSoThatSortedRowsDoNoHarm) {
  PoolFit fit(2, 2);
  for (int i = 0; i < 20; ++i) fit.add(answers({0.2, 0.4}), 0);
  for (int i = 0; i < 20; ++i) fit.add(answers({0.8, 0.6}), 1);
  EXPECT_EQ(fit.cross_fitted().correct, 40);
  EXPECT_NEAR(fit.cross_fitted().log_loss, -std::log(0.8), 1e-9);
}

}  // namespace
}  // namespace sentiment
