#include "inference/packed_network.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "model/parameters.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;

/// A tanh network of one unit per direction whose arithmetic fits in a head: the embedding of token i is
/// i / 10, a state is tanh(x + h / 2) of its direction.
Parameters counting_parameters(const ModelConfig& config) {
  Parameters parameters = initial_parameters(config, 10, 2, 1);
  for (NamedTensor& tensor : parameters) {
    const bool recurrent = tensor.name.find("weight_hh") != std::string::npos;
    const bool input = tensor.name.find("weight_ih") != std::string::npos;
    std::fill(tensor.values.begin(), tensor.values.end(), recurrent ? 0.5F : input ? 1.0F : 0.0F);
  }
  for (std::size_t i = 0; i < 10; ++i) parameters[0].values[i] = static_cast<float>(i) / 10.0F;
  // Class 0 hears the features, 1, 2, 4, ... times each; class 1 nothing.
  NamedTensor& output = parameters[parameters.size() - 2];
  for (std::size_t j = 0; j < static_cast<std::size_t>(output.shape[1]); ++j) {
    output.values[j] = static_cast<float>(1 << j);
  }
  return parameters;
}

/// The logit of class 0, as the other one is 0.
double logit(const ModelConfig& config, const std::vector<TokenId>& ids) {
  const Parameters parameters = counting_parameters(config);
  PackedNetwork::Workspace workspace;
  const auto probabilities = PackedNetwork(config, parameters).probabilities(ids, workspace);
  return std::log(probabilities[0] / probabilities[1]);
}

ModelConfig one_unit(Pooling pooling, bool both) {
  return {.type = RecurrentType::kRnn,
          .embedding_size = 1,
          .hidden_size = 1,
          .bidirectional = both,
          .pooling = pooling};
}

const double kF0 = std::tanh(0.2);  // forward states of the tokens 2 and 8
const double kF1 = std::tanh(0.8 + kF0 / 2);
const double kR1 = std::tanh(0.8);  // reverse states, which begin at the end
const double kR0 = std::tanh(0.2 + kR1 / 2);
constexpr double kTolerance = 3e-6;  // floats, times features of up to 32

TEST(PackedNetwork, PoolsInTheOrderOfTheName) {
  EXPECT_NEAR(logit(one_unit(Pooling::kLast, false), {2, 8}), kF1, kTolerance);
  EXPECT_NEAR(logit(one_unit(Pooling::kMaxMean, false), {2, 8}), kF1 + 2 * (kF0 + kF1) / 2, kTolerance);
  EXPECT_NEAR(logit(one_unit(Pooling::kLastMaxMean, false), {8, 2}),
              std::tanh(0.2 + kR1 / 2) + 2 * kR1 + 4 * (kR1 + kR0) / 2, kTolerance);
}

TEST(PackedNetwork, PutsTheForwardDirectionFirst) {
  EXPECT_NEAR(logit(one_unit(Pooling::kLast, true), {2, 8}), kF1 + 2 * kR0, kTolerance);
  EXPECT_NEAR(logit(one_unit(Pooling::kMax, true), {2, 8}), kF1 + 2 * kR1, kTolerance);
  EXPECT_NEAR(logit(one_unit(Pooling::kMean, true), {2, 8}), (kF0 + kF1) / 2 + 2 * (kR0 + kR1) / 2,
              kTolerance);
}

TEST(PackedNetwork, AttendsEvenlyIfAllScoresAreEqual) {
  EXPECT_NEAR(logit(one_unit(Pooling::kAttention, false), {2, 8}), (kF0 + kF1) / 2, kTolerance);
}

TEST(PackedNetwork, StacksLayers) {
  ModelConfig config = one_unit(Pooling::kLast, false);
  config.layers = 2;
  const double g0 = std::tanh(kF0);
  EXPECT_NEAR(logit(config, {2, 8}), std::tanh(kF1 + g0 / 2), kTolerance);
}

TEST(PackedNetwork, AddsALayersInputFromTheSecondLayerOn) {
  ModelConfig config = one_unit(Pooling::kLast, false);
  config.layers = 3;
  config.residual = true;
  const double second = std::tanh(std::tanh(0.8)) + std::tanh(0.8);
  EXPECT_NEAR(logit(config, {8}), std::tanh(second) + second, kTolerance);
}

TEST(PackedNetwork, SaysWhatTheBiasSaysOfATextWithoutTokens) {
  const ModelConfig config = one_unit(Pooling::kMaxMean, true);
  Parameters parameters = counting_parameters(config);
  parameters.back().values = {std::log(3.0F), 0.0F};
  PackedNetwork::Workspace workspace;
  EXPECT_THAT(PackedNetwork(config, parameters).probabilities({}, workspace),
              ElementsAre(DoubleNear(0.75, 1e-7), DoubleNear(0.25, 1e-7)));
}

TEST(PackedNetwork, ForgetsTheTextBefore) {
  const ModelConfig config{
      .embedding_size = 4, .hidden_size = 5, .layers = 2, .pooling = Pooling::kAttention};
  const Parameters parameters = initial_parameters(config, 10, 2, 1);
  const PackedNetwork network(config, parameters);
  PackedNetwork::Workspace fresh;
  PackedNetwork::Workspace used;
  network.probabilities(std::vector<TokenId>(100, 7), used);
  EXPECT_EQ(network.probabilities({3, 4}, used), network.probabilities({3, 4}, fresh));
}

TEST(PackedNetwork, ReportsWeightsThatOverflow) {
  for (const Pooling pooling : {Pooling::kLast, Pooling::kMean, Pooling::kMax, Pooling::kAttention}) {
    ModelConfig config = one_unit(pooling, true);
    config.hidden_size = 2;
    Parameters parameters = counting_parameters(config);
    for (const std::size_t direction : {0, 4}) {
      // The biases add up to minus infinity, the states of two units to plus infinity.
      for (const std::size_t part : {2, 3, 4}) {
        std::vector<float>& values = parameters[direction + part].values;
        values.assign(values.size(), -3e38F);
      }
    }
    PackedNetwork::Workspace workspace;
    EXPECT_THAT(message_of<Error>([&] {
                  PackedNetwork(config, parameters).probabilities({2, 8}, workspace);
                }),
                HasSubstr("found an overflow"));
  }
}

}  // namespace
}  // namespace sentiment
