#include "model/batch_norm.h"

#include <gmock/gmock.h>

namespace sentiment {
namespace {

using testing::ElementsAre;
using testing::FloatNear;

TEST(BatchNorm, IsFoldedIntoTheLayerThatReadsIt) {
  ModelConfig config{.hidden_size = 2, .bidirectional = false, .pooling = Pooling::kLast};
  config.head_batch_norm = true;
  // (x - (1, 2)) / sqrt((4, 0.25)) * (2, 3) + (5, 6): one of each feature, then weights (10, 100) and a bias
  // of 7.
  Parameters parameters = {
      {"output_norm.weight", {2}, {2.0F, 3.0F}},       {"output_norm.bias", {2}, {5.0F, 6.0F}},
      {"output_norm.running_mean", {2}, {1.0F, 2.0F}}, {"output_norm.running_var", {2}, {4.0F, 0.25F}},
      {"output.weight", {1, 2}, {10.0F, 100.0F}},      {"output.bias", {1}, {7.0F}}};
  fold_batch_norm(config, parameters);
  EXPECT_FALSE(config.head_batch_norm);
  ASSERT_EQ(parameters.size(), 2u);
  EXPECT_THAT(find(parameters, "output.weight").values,
              ElementsAre(FloatNear(10.0F, 1e-3F), FloatNear(600.0F, 0.1F)));
  // 7 + 10 * (5 - 1) + 100 * (6 - 12)
  EXPECT_THAT(find(parameters, "output.bias").values, ElementsAre(FloatNear(-553.0F, 0.1F)));
}

TEST(BatchNorm, LeavesTheShapesOfAHeadWithoutIt) {
  ModelConfig config{.embedding_size = 3, .hidden_size = 2, .head_hidden_size = 5, .head_batch_norm = true};
  Parameters parameters = initial_parameters(config, 4, 3, 1);
  fold_batch_norm(config, parameters);
  const std::vector<ParameterShape> expected = parameter_shapes(config, 4, 3);
  ASSERT_EQ(parameters.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(parameters[i].name, expected[i].name);
    EXPECT_EQ(parameters[i].shape, expected[i].shape);
  }
}

TEST(BatchNorm, ChangesNothingOfAHeadWithoutIt) {
  ModelConfig config{.embedding_size = 3, .hidden_size = 2};
  Parameters parameters = initial_parameters(config, 4, 3, 1);
  const Parameters before = parameters;
  fold_batch_norm(config, parameters);
  for (std::size_t i = 0; i < before.size(); ++i) EXPECT_EQ(parameters[i].values, before[i].values);
}

TEST(BatchNorm, HasStatisticsThatNoGradientTrains) {
  EXPECT_TRUE(is_running_statistic("hidden_norm.running_mean"));
  EXPECT_TRUE(is_running_statistic("output_norm.running_var"));
  EXPECT_FALSE(is_running_statistic("output_norm.weight"));
}

}  // namespace
}  // namespace sentiment
