#include "inference/token_sampler.h"

#include <gmock/gmock.h>

#include <cmath>
#include <map>
#include <set>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::ElementsAre;
using testing::Pair;

/// Logits of <pad>, <unk>, <end> and words whose probabilities have these ratios.
std::vector<float> logits_of(const std::vector<double>& weights) {
  std::vector<float> logits;
  for (const double weight : weights) logits.push_back(static_cast<float>(std::log(weight)));
  return logits;
}

/// How many of a thousand numbers, evenly spread, draw each token.
std::map<TokenId, int> draws(const SamplingConfig& config, const std::vector<float>& logits) {
  TokenSampler sampler(config);
  std::map<TokenId, int> counts;
  for (int i = 0; i < 1000; ++i) ++counts[sampler.draw(logits, (i + 0.5) / 1000).id];
  return counts;
}

TEST(TokenSampler, DrawsAsOftenAsTheModelSays) {
  EXPECT_THAT(draws({}, logits_of({1e-9, 1e-9, 1, 2, 7})),
              ElementsAre(Pair(2, 100), Pair(3, 200), Pair(4, 700)));
}

TEST(TokenSampler, NeverDrawsPaddingOrTheUnknownToken) {
  const std::vector<float> logits = logits_of({50, 40, 1, 9});
  EXPECT_THAT(draws({}, logits), ElementsAre(Pair(2, 100), Pair(3, 900)));
  EXPECT_THAT(draws({.top_k = 1}, logits), ElementsAre(Pair(3, 1000)));
  EXPECT_THAT(draws({.temperature = 0.0}, logits), ElementsAre(Pair(3, 1000)));
}

TEST(TokenSampler, NeverDrawsALabelInFront) {
  const std::vector<float> logits = logits_of({50, 40, 1, 70, 60, 9});  // labels: 3 and 4
  for (const SamplingConfig& config :
       {SamplingConfig{}, SamplingConfig{.top_k = 2}, SamplingConfig{.top_p = 0.99}}) {
    TokenSampler sampler(config, 2);
    std::map<TokenId, int> counts;
    for (int i = 0; i < 1000; ++i) ++counts[sampler.draw(logits, (i + 0.5) / 1000).id];
    EXPECT_THAT(counts, ElementsAre(Pair(2, 100), Pair(5, 900)));
  }
  EXPECT_EQ(TokenSampler({.temperature = 0.0}, 2).draw(logits, 0.5).id, 5);
  EXPECT_EQ(TokenSampler({.temperature = 0.0}, 3).draw(logits, 0.5).id, 2);  // no word is left
}

TEST(TokenSampler, SaysTheProbabilityAmongAllTokensAtTemperatureOne) {
  const std::vector<float> logits = logits_of({3, 1, 1, 5});
  for (const SamplingConfig& config :
       {SamplingConfig{}, SamplingConfig{.temperature = 0.5, .top_k = 2, .top_p = 0.6},
        SamplingConfig{.temperature = 0.0}}) {
    const DrawnToken token = TokenSampler(config).draw(logits, 0.9);
    EXPECT_EQ(token.id, 3);
    EXPECT_NEAR(token.log_probability, std::log(0.5), 1e-6);
  }
}

TEST(TokenSampler, DividesLogitsByTheTemperature) {
  // At 0.5 ratios are squared: 1 to 9.
  EXPECT_THAT(draws({.temperature = 0.5}, logits_of({1, 1, 1, 3})), ElementsAre(Pair(2, 100), Pair(3, 900)));
  // At 2 they are roots: 1 to 3.
  EXPECT_THAT(draws({.temperature = 2.0}, logits_of({1, 1, 1, 9})), ElementsAre(Pair(2, 250), Pair(3, 750)));
}

TEST(TokenSampler, KeepsTheMostProbableOfAllTokens) {
  EXPECT_THAT(draws({.top_k = 2}, logits_of({1, 1, 6, 1, 2, 1})), ElementsAre(Pair(2, 750), Pair(4, 250)));
  EXPECT_EQ(draws({.top_k = 99}, logits_of({1, 1, 1, 1, 2})).size(), 3u);
}

TEST(TokenSampler, KeepsTheShortestBeginningThatHasTheProbability) {
  const std::vector<float> logits = logits_of({1, 1, 1, 4, 2, 3});
  EXPECT_THAT(draws({.top_p = 0.6}, logits), ElementsAre(Pair(3, 571), Pair(5, 429)));  // 0.4 + 0.3
  EXPECT_THAT(draws({.top_p = 0.05}, logits), ElementsAre(Pair(3, 1000)));
  EXPECT_THAT(draws({.top_p = 0.0}, logits), ElementsAre(Pair(3, 1000)));
  EXPECT_EQ(draws({.top_p = 0.95}, logits).size(), 4u);
}

TEST(TokenSampler, AppliesTemperatureThenTopKThenTopP) {
  const std::vector<float> logits = logits_of({1, 1, 1, 4, 2, 3});
  // Squared: 1 16 4 9. The first three: 16 9 4 of 29; 16 is 0.55 of them, but only 0.53 of all.
  EXPECT_THAT(draws({.temperature = 0.5, .top_k = 3, .top_p = 0.54}, logits), ElementsAre(Pair(3, 1000)));
  EXPECT_EQ(draws({.temperature = 0.5, .top_p = 0.54}, logits).size(), 2u);
}

TEST(TokenSampler, TakesTheLowerIdOfEquallyProbableTokens) {
  const std::vector<float> logits = logits_of({1, 1, 1, 5, 5, 5});
  EXPECT_EQ(TokenSampler({.temperature = 0.0}).draw(logits, 0.99).id, 3);
  EXPECT_THAT(draws({.top_k = 2}, logits), ElementsAre(Pair(3, 500), Pair(4, 500)));
  EXPECT_THAT(draws({.top_p = 0.6}, logits), ElementsAre(Pair(3, 500), Pair(4, 500)));
}

TEST(TokenSampler, KeepsWhatASortOfAllWouldKeep) {
  std::vector<float> logits;
  for (int id = 0; id < 1'000; ++id) logits.push_back(static_cast<float>(std::sin(id * 7.1) * 6));
  std::vector<std::pair<double, TokenId>> sorted;
  double sum = 0.0;
  for (TokenId id = 2; id < 1'000; ++id) {
    sorted.emplace_back(-std::exp(logits[static_cast<std::size_t>(id)]), id);
    sum -= sorted.back().first;
  }
  std::sort(sorted.begin(), sorted.end());
  double together = 0.0;
  std::size_t kept = 0;
  while (together < 0.7 * sum) together -= sorted[kept++].first;
  TokenSampler sampler({.top_p = 0.7});
  std::set<TokenId> drawn;
  for (int i = 0; i < 10'000; ++i) drawn.insert(sampler.draw(logits, i / 10'000.0).id);
  std::set<TokenId> expected;
  for (std::size_t i = 0; i < kept; ++i) expected.insert(sorted[i].second);
  EXPECT_EQ(drawn, expected);
}

TEST(TokenSampler, RefusesLogitsThatAreNoNumbers) {
  const float infinity = std::numeric_limits<float>::infinity();
  const auto draw = [](std::vector<float> logits) { TokenSampler({}).draw(logits, 0.5); };
  EXPECT_THAT(message_of<Error>([&] { draw({0, 0, infinity, 0}); }), testing::HasSubstr("found an overflow"));
  EXPECT_THAT(message_of<Error>([&] { draw({0, 0, NAN, 0}); }), testing::HasSubstr("found an overflow"));
  // Finite, but of tokens that are never drawn: <pad>, <unk> and a label's.
  for (const SamplingConfig& config : {SamplingConfig{}, SamplingConfig{.temperature = 0.0},
                                       SamplingConfig{.top_k = 1}, SamplingConfig{.top_p = 0.5}}) {
    const auto draw_none = [&] {
      TokenSampler(config, 1).draw(std::vector<float>{0, 0, -infinity, 0, -infinity}, 0.5);
    };
    EXPECT_THAT(message_of<Error>(draw_none), testing::HasSubstr("found an overflow"));
    const std::vector<float> one{0, 0, -infinity, 0, -1};
    EXPECT_EQ(TokenSampler(config, 1).draw(one, 0.5).id, 4);
  }
}

}  // namespace
}  // namespace sentiment
