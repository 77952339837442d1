#include "inference/reading_trace.h"

#include <gmock/gmock.h>

#include <cmath>

#include "inference/chunk_reader.h"
#include "inference/shapes.h"

namespace sentiment {
namespace {

using testing::ElementsAre;

std::vector<std::string> names_of(const GateTrace& trace) {
  std::vector<std::string> names;
  for (const GateSignal& signal : trace.signals) names.push_back(signal.name);
  return names;
}

TEST(ReadingTrace, HasStatesThatTheNetworkAnswersFrom) {
  // The top layer's states, handed to the output layer, give the answer to the last bit; with residual
  // connections what the layer below handed on is missing, so there they are added.
  const std::vector<TokenId> ids = some_ids({6}).front();
  for_each_shape([&](const ModelConfig& config) {
    const PackedNetwork network(config, initial_parameters(config, kVocabulary, 3, 5));
    const std::vector<GateTrace> traces = trace_reading(network, ids);
    ASSERT_EQ(traces.size(), static_cast<std::size_t>(config.layers * config.directions()));
    const int64_t S = config.state_size();
    std::vector<float> states(static_cast<std::size_t>(6 * S));
    for (const GateTrace& trace : traces) {
      if (trace.layer + 1 < config.layers && !config.residual) continue;
      for (int64_t t = 0; t < 6; ++t) {
        for (int64_t unit = 0; unit < config.hidden_size; ++unit) {
          states[static_cast<std::size_t>(t * S + trace.direction * config.hidden_size + unit)] +=
              trace.signals.back().values[static_cast<std::size_t>(t * config.hidden_size + unit)];
        }
      }
    }
    ChunkReader reader(network);
    const TokenIds text(ids);
    EXPECT_EQ(network.probabilities(6, states.data()), reader.read(std::span(&text, 1), nullptr).front());
  });
}

TEST(ReadingTrace, NamesTheSignalsOfEachCell) {
  const std::vector<TokenId> ids = some_ids({3}).front();
  const auto names = [&](RecurrentType type) {
    const ModelConfig config{.type = type, .embedding_size = 4, .hidden_size = 5};
    const PackedNetwork network(config, initial_parameters(config, kVocabulary, 2, 5));
    return names_of(trace_reading(network, ids).front());
  };
  EXPECT_THAT(names(RecurrentType::kLstm), ElementsAre("input", "forget", "output", "cell", "state"));
  EXPECT_THAT(names(RecurrentType::kGru), ElementsAre("reset", "update", "state"));
  EXPECT_THAT(names(RecurrentType::kRnn), ElementsAre("state"));
}

TEST(ReadingTrace, FollowsTheLstmsEquations) {
  // One unit, input weights (1, 2, 3, 4) of i f g o, no recurrence, embeddings of 0.5.
  const ModelConfig config{.embedding_size = 1, .hidden_size = 1, .bidirectional = false};
  Parameters parameters = initial_parameters(config, 3, 2, 1);
  for (NamedTensor& tensor : parameters) {
    std::fill(tensor.values.begin(), tensor.values.end(), 0.0F);
    if (tensor.name == "embedding.weight") tensor.values = {0.0F, 0.0F, 0.5F};
    if (tensor.name == "lstm.weight_ih_l0") tensor.values = {1.0F, 2.0F, 3.0F, 4.0F};
  }
  const std::vector<TokenId> ids = {2, 2};
  const PackedNetwork network(config, parameters);
  const GateTrace trace = trace_reading(network, ids).front();
  EXPECT_NEAR(trace.signals[0].values[0], 0.6224593, 1e-6);  // sigmoid(0.5)
  EXPECT_NEAR(trace.signals[1].values[0], 0.7310586, 1e-6);  // sigmoid(1)
  EXPECT_NEAR(trace.signals[2].values[1], 0.8807971, 1e-6);  // sigmoid(2)
  EXPECT_NEAR(trace.signals[3].values[0], 0.5634180, 1e-6);  // 0.6224593 * tanh(1.5)
  EXPECT_NEAR(trace.signals[3].values[1], 0.9753095, 1e-6);  // 0.7310586 * 0.5634180 + 0.5634180
}

TEST(ReadingTrace, PlacesTheSecondDirectionWhereItsTokensAre) {
  const ModelConfig config{.embedding_size = 4, .hidden_size = 5};
  const PackedNetwork network(config, initial_parameters(config, kVocabulary, 2, 5));
  const std::vector<TokenId> ids = {3, 9, 12};
  const GateTrace whole = trace_reading(network, ids)[1];
  const GateTrace last = trace_reading(network, std::span(ids).last(1))[1];
  EXPECT_EQ(whole.direction, 1);
  for (std::size_t unit = 0; unit < 5; ++unit)
    EXPECT_EQ(whole.signals[0].values[10 + unit], last.signals[0].values[unit]);  // it reads the last first
}

TEST(ReadingTrace, PlacesABackwardReadingWhereItsTokensAre) {
  ModelConfig config{.embedding_size = 4, .hidden_size = 5, .bidirectional = false};
  const Parameters parameters = initial_parameters(config, kVocabulary, 2, 5);
  const std::vector<TokenId> ids = {3, 9, 12};
  const std::vector<TokenId> mirrored = {12, 9, 3};
  const GateTrace forward = trace_reading(PackedNetwork(config, parameters), mirrored).front();
  config.direction = ReadingDirection::kBackward;
  const GateTrace backward = trace_reading(PackedNetwork(config, parameters), ids).front();
  for (std::size_t token = 0; token < 3; ++token) {
    for (std::size_t unit = 0; unit < 5; ++unit)
      EXPECT_EQ(backward.signals[0].values[token * 5 + unit],
                forward.signals[0].values[(2 - token) * 5 + unit]);
  }
}

TEST(ReadingTrace, IsEmptyOfNothing) {
  const ModelConfig config{.embedding_size = 4, .hidden_size = 5};
  const PackedNetwork network(config, initial_parameters(config, kVocabulary, 2, 5));
  EXPECT_TRUE(trace_reading(network, {}).empty());
}

TEST(GateSummary, HasMeanAndQuantilesOfTheUnits) {
  std::vector<float> values;
  for (int unit = 10; unit >= 0; --unit) values.push_back(static_cast<float>(unit) / 10.0F);
  values.insert(values.end(), 11, 0.25F);
  const GateSummary summary = summary_of({"input", values}, 11);
  ASSERT_EQ(summary.mean.size(), 2u);
  EXPECT_NEAR(summary.mean[0], 0.5, 1e-7);
  EXPECT_NEAR(summary.low[0], 0.1, 1e-7);
  EXPECT_NEAR(summary.median[0], 0.5, 1e-7);
  EXPECT_NEAR(summary.high[0], 0.9, 1e-7);
  EXPECT_EQ(summary.high[1], 0.25);
}

TEST(GateSummary, IsTheUnitItselfOfOne) {
  const GateSummary summary = summary_of({"input", {0.5F, 0.75F}}, 1);
  EXPECT_THAT(summary.low, ElementsAre(0.5, 0.75));
  EXPECT_THAT(summary.high, ElementsAre(0.5, 0.75));
}

}  // namespace
}  // namespace sentiment
