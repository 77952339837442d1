#include "kernels/pooling.h"

#include <gmock/gmock.h>

#include <cmath>

namespace sentiment {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::FloatNear;

// Three tokens, two directions of two features.
const std::vector<float> kStates = {1, 2, 10, 20, 3, -4, 30, 5, 2, 8, -1, 11};

TEST(Pooling, LastIsEachDirectionsOwnEnd) {
  std::vector<float> features(4);
  pool_last(3, 2, 2, kStates.data(), features.data());
  EXPECT_THAT(features, ElementsAre(2, 8, 10, 20));
}

TEST(Pooling, LastOfOneDirectionIsTheLastState) {
  std::vector<float> features(4);
  pool_last(3, 4, 1, kStates.data(), features.data());
  EXPECT_THAT(features, ElementsAre(2, 8, -1, 11));
}

TEST(Pooling, MeanAveragesOverTokens) {
  std::vector<float> features(4);
  pool_mean(3, 4, kStates.data(), features.data());
  EXPECT_THAT(features, ElementsAre(2, 2, 13, 12));
}

TEST(Pooling, MaxTakesTheLargestOfEachFeature) {
  std::vector<float> features(4);
  pool_max(3, 4, kStates.data(), features.data());
  EXPECT_THAT(features, ElementsAre(3, 8, 30, 20));
}

TEST(Pooling, MaxOfNegativeStatesIsNegative) {
  const std::vector<float> states = {-3, -7, -2, -9};
  std::vector<float> features(2);
  pool_max(2, 2, states.data(), features.data());
  EXPECT_THAT(features, ElementsAre(-2, -7));
}

TEST(Pooling, MaxKeepsWhatIsNotANumber) {
  const float nan = std::nanf("");
  const std::vector<float> states = {nan, 1, 2, nan};
  std::vector<float> features(2);
  pool_max(2, 2, states.data(), features.data());
  EXPECT_TRUE(std::isnan(features[0]));
  EXPECT_TRUE(std::isnan(features[1]));
}

TEST(Pooling, AttentionWithoutPreferenceIsTheMean) {
  const std::vector<float> weight(4, 0.0F);
  std::vector<float> features(4);
  std::vector<double> shares;
  pool_attention(3, 4, weight.data(), 5.0F, kStates.data(), features.data(), shares);
  EXPECT_THAT(features, ElementsAre(FloatNear(2, 1e-6F), FloatNear(2, 1e-6F), FloatNear(13, 1e-6F),
                                    FloatNear(12, 1e-6F)));
}

TEST(Pooling, AttentionWeighsByTheSoftmaxOfTheScores) {
  const std::vector<float> states = {1, 0, 0, 1};
  const std::vector<float> weight = {std::log(3.0F), 0};  // scores log 3 and 0: shares 3/4 and 1/4
  std::vector<float> features(2);
  std::vector<double> shares;
  pool_attention(2, 2, weight.data(), -1.0F, states.data(), features.data(), shares);
  EXPECT_THAT(features, ElementsAre(FloatNear(0.75F, 1e-6F), FloatNear(0.25F, 1e-6F)));
  EXPECT_NEAR(shares[0] + shares[1], 1.0, 1e-15);
}

TEST(Pooling, TextWithoutTokensHasFeaturesOfZero) {
  std::vector<float> features(4, 9.0F);
  std::vector<double> shares = {1.0};
  pool_last(0, 2, 2, nullptr, features.data());
  EXPECT_THAT(features, Each(0.0F));
  features.assign(4, 9.0F);
  pool_mean(0, 4, nullptr, features.data());
  EXPECT_THAT(features, Each(0.0F));
  features.assign(4, 9.0F);
  pool_max(0, 4, nullptr, features.data());
  EXPECT_THAT(features, Each(0.0F));
  features.assign(4, 9.0F);
  pool_attention(0, 4, kStates.data(), 1.0F, nullptr, features.data(), shares);
  EXPECT_THAT(features, Each(0.0F));
}

TEST(Pooling, WorksOnMoreFeaturesThanOneBlockHolds) {
  std::vector<float> states;
  for (int t = 0; t < 2; ++t) {
    for (int j = 0; j < 131; ++j) states.push_back(static_cast<float>(j + 100 * t));
  }
  std::vector<float> features(131);
  pool_mean(2, 131, states.data(), features.data());
  for (int j = 0; j < 131; ++j) EXPECT_EQ(features[static_cast<std::size_t>(j)], static_cast<float>(j + 50));
}

}  // namespace
}  // namespace sentiment
