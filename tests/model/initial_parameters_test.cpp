#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "model/parameters.h"

namespace sentiment {
namespace {

using testing::Each;

const ModelConfig kConfig{
    .embedding_size = 20, .hidden_size = 13, .layers = 2, .forget_bias = 1.5, .pooling = Pooling::kAttention};

bool operator==(const NamedTensor& a, const NamedTensor& b) {
  return a.name == b.name && a.shape == b.shape && a.values == b.values;
}

TEST(InitialParameters, AreAFunctionOfTheSeed) {
  const Parameters first = initial_parameters(kConfig, 50, 2, 42);
  const Parameters again = initial_parameters(kConfig, 50, 2, 42);
  const Parameters other = initial_parameters(kConfig, 50, 2, 43);
  ASSERT_EQ(first.size(), again.size());
  for (std::size_t i = 0; i < first.size(); ++i) EXPECT_TRUE(first[i] == again[i]) << first[i].name;
  EXPECT_FALSE(find(first, "embedding.weight") == find(other, "embedding.weight"));
  EXPECT_FALSE(find(first, "lstm.weight_hh_l1") == find(other, "lstm.weight_hh_l1"));
}

TEST(InitialParameters, HaveTheShapesOfTheNetworkInTheirOrder) {
  const Parameters parameters = initial_parameters(kConfig, 50, 2, 42);
  const auto shapes = parameter_shapes(kConfig, 50, 2);
  ASSERT_EQ(parameters.size(), shapes.size());
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    EXPECT_EQ(parameters[i].name, shapes[i].name);
    EXPECT_EQ(parameters[i].shape, shapes[i].shape);
    EXPECT_EQ(parameters[i].values.size(), static_cast<std::size_t>(element_count(shapes[i].shape)));
  }
}

TEST(InitialParameters, DifferBetweenTensorsOfOneShape) {
  const Parameters parameters = initial_parameters(kConfig, 50, 2, 42);
  EXPECT_NE(find(parameters, "lstm.weight_hh_l0").values,
            find(parameters, "lstm.weight_hh_l0_reverse").values);
  EXPECT_NE(find(parameters, "lstm.weight_ih_l0").values,
            find(parameters, "lstm.weight_ih_l0_reverse").values);
}

TEST(InitialParameters, AreOrthogonalWithinEachGate) {
  const Parameters parameters = initial_parameters(kConfig, 50, 2, 42);
  const std::vector<float>& weight = find(parameters, "lstm.weight_hh_l0_reverse").values;
  for (std::size_t gate = 0; gate < 4; ++gate) {
    for (std::size_t a = 0; a < 13; ++a) {
      for (std::size_t b = 0; b < 13; ++b) {
        const auto row = [&](std::size_t i) {
          return weight.begin() + static_cast<std::ptrdiff_t>((gate * 13 + i) * 13);
        };
        const double product = std::inner_product(row(a), row(a) + 13, row(b), 0.0);
        EXPECT_NEAR(product, a == b ? 1.0 : 0.0, 1e-6);  // floats rounded from doubles
      }
    }
  }
}

TEST(InitialParameters, LetTheVanillaNetworksGradientVanish) {
  ModelConfig config = kConfig;
  config.type = RecurrentType::kRnn;
  const std::vector<float> weight = find(initial_parameters(config, 50, 2, 42), "rnn.weight_hh_l0").values;
  const float limit = 1.0F / std::sqrt(13.0F);  // torch.nn.RNN's
  EXPECT_LE(*std::max_element(weight.begin(), weight.end()), limit);
  EXPECT_GE(*std::min_element(weight.begin(), weight.end()), -limit);
  EXPECT_GT(*std::max_element(weight.begin(), weight.end()), 0.9F * limit);
}

TEST(InitialParameters, GiveThePaddingAZeroEmbedding) {
  const Parameters parameters = initial_parameters(kConfig, 5000, 2, 42);
  const std::vector<float>& values = find(parameters, "embedding.weight").values;
  EXPECT_THAT(std::vector<float>(values.begin(), values.begin() + 20), Each(0.0F));
  double squares = 0.0;
  double sum = 0.0;
  for (const float value : values) {
    sum += value;
    squares += static_cast<double>(value) * value;
  }
  const double count = static_cast<double>(values.size());
  EXPECT_NEAR(std::sqrt(squares / count), 0.1, 0.002);  // 100000 draws: six standard errors of the deviation
  EXPECT_NEAR(sum / count, 0.0, 0.002);
}

TEST(InitialParameters, KeepInputWeightsWithinGlorotsLimit) {
  const Parameters parameters = initial_parameters(kConfig, 50, 2, 42);
  const auto largest = [&](const char* name) {
    double found = 0.0;
    for (const float value : find(parameters, name).values)
      found = std::max(found, std::abs(static_cast<double>(value)));
    return found;
  };
  // sqrt(6 / (inputs + outputs)); the largest of hundreds of uniform draws comes close to the limit.
  EXPECT_NEAR(largest("lstm.weight_ih_l0"), std::sqrt(6.0 / (20 + 13)), 0.01);
  EXPECT_NEAR(largest("lstm.weight_ih_l1"), std::sqrt(6.0 / (26 + 13)), 0.01);
  EXPECT_LE(largest("output.weight"), std::sqrt(6.0 / (26 + 2)));
  EXPECT_LE(largest("attention.weight"), std::sqrt(6.0 / (26 + 1)));
  EXPECT_LE(largest("lstm.weight_ih_l0"), std::sqrt(6.0 / (20 + 13)));
}

TEST(InitialParameters, OpenTheForgetGateOnly) {
  const Parameters parameters = initial_parameters(kConfig, 50, 2, 42);
  const std::vector<float>& bias = find(parameters, "lstm.bias_ih_l1_reverse").values;
  for (std::size_t i = 0; i < bias.size(); ++i) EXPECT_EQ(bias[i], i >= 13 && i < 26 ? 1.5F : 0.0F) << i;
  EXPECT_THAT(find(parameters, "lstm.bias_hh_l1_reverse").values, Each(0.0F));
  EXPECT_THAT(find(parameters, "output.bias").values, Each(0.0F));
  EXPECT_THAT(find(parameters, "attention.bias").values, Each(0.0F));
}

TEST(InitialParameters, HaveNoForgetGateInAGru) {
  const Parameters parameters =
      initial_parameters({.type = RecurrentType::kGru, .hidden_size = 6}, 50, 2, 42);
  EXPECT_THAT(find(parameters, "gru.bias_ih_l0").values, Each(0.0F));
}

}  // namespace
}  // namespace sentiment
