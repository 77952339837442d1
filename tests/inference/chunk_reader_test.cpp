#include "inference/chunk_reader.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "inference/shapes.h"
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

Probabilities read(const ModelConfig& config, const Parameters& parameters, const std::vector<TokenId>& ids) {
  const PackedNetwork network(config, parameters);
  const TokenIds text(ids);
  return ChunkReader(network).read(std::span(&text, 1), nullptr).front();
}

/// The logit of class 0, as the other one is 0.
double logit(const ModelConfig& config, const std::vector<TokenId>& ids) {
  const Probabilities probabilities = read(config, counting_parameters(config), ids);
  return std::log(probabilities[0] / probabilities[1]);
}

ModelConfig one_unit(Pooling pooling, bool both) {
  return {.type = RecurrentType::kRnn,
          .embedding_size = 1,
          .hidden_size = 1,
          .bidirectional = both,
          .pooling = pooling};
}

constexpr Pooling kPoolings[] = {Pooling::kLast,    Pooling::kMean,        Pooling::kMax,
                                 Pooling::kMaxMean, Pooling::kLastMaxMean, Pooling::kAttention};

const double kF0 = std::tanh(0.2);  // forward states of the tokens 2 and 8
const double kF1 = std::tanh(0.8 + kF0 / 2);
const double kR1 = std::tanh(0.8);  // reverse states, which begin at the end
const double kR0 = std::tanh(0.2 + kR1 / 2);
constexpr double kTolerance = 3e-6;  // floats, times features of up to 32

TEST(ChunkReader, PoolsInTheOrderOfTheName) {
  EXPECT_NEAR(logit(one_unit(Pooling::kLast, false), {2, 8}), kF1, kTolerance);
  EXPECT_NEAR(logit(one_unit(Pooling::kMaxMean, false), {2, 8}), kF1 + 2 * (kF0 + kF1) / 2, kTolerance);
  EXPECT_NEAR(logit(one_unit(Pooling::kLastMaxMean, false), {8, 2}),
              std::tanh(0.2 + kR1 / 2) + 2 * kR1 + 4 * (kR1 + kR0) / 2, kTolerance);
}

TEST(ChunkReader, PutsTheForwardDirectionFirst) {
  EXPECT_NEAR(logit(one_unit(Pooling::kLast, true), {2, 8}), kF1 + 2 * kR0, kTolerance);
  EXPECT_NEAR(logit(one_unit(Pooling::kMax, true), {2, 8}), kF1 + 2 * kR1, kTolerance);
  EXPECT_NEAR(logit(one_unit(Pooling::kMean, true), {2, 8}), (kF0 + kF1) / 2 + 2 * (kR0 + kR1) / 2,
              kTolerance);
}

TEST(ChunkReader, EndsABackwardReadingAtTheFirstToken) {
  ModelConfig config = one_unit(Pooling::kLast, false);
  config.direction = ReadingDirection::kBackward;
  EXPECT_NEAR(logit(config, {2, 8}), kR0, kTolerance);
}

TEST(ChunkReader, AttendsEvenlyIfAllScoresAreEqual) {
  EXPECT_NEAR(logit(one_unit(Pooling::kAttention, false), {2, 8}), (kF0 + kF1) / 2, kTolerance);
}

TEST(ChunkReader, StacksLayers) {
  ModelConfig config = one_unit(Pooling::kLast, false);
  config.layers = 2;
  const double g0 = std::tanh(kF0);
  EXPECT_NEAR(logit(config, {2, 8}), std::tanh(kF1 + g0 / 2), kTolerance);
}

TEST(ChunkReader, AddsALayersInputFromTheSecondLayerOn) {
  ModelConfig config = one_unit(Pooling::kLast, false);
  config.layers = 3;
  config.residual = true;
  const double second = std::tanh(std::tanh(0.8)) + std::tanh(0.8);
  EXPECT_NEAR(logit(config, {8}), std::tanh(second) + second, kTolerance);
}

TEST(ChunkReader, SaysWhatTheBiasSaysOfATextWithoutTokens) {
  for (const Pooling pooling : kPoolings) {
    const ModelConfig config = one_unit(pooling, true);
    Parameters parameters = counting_parameters(config);
    parameters.back().values = {std::log(3.0F), 0.0F};
    EXPECT_THAT(read(config, parameters, {}), ElementsAre(DoubleNear(0.75, 1e-7), DoubleNear(0.25, 1e-7)));
  }
}

TEST(ChunkReader, ReadsTextsWithoutTokensAmongOthers) {
  for (const Pooling pooling : kPoolings) {
    const ModelConfig config = one_unit(pooling, true);
    const Parameters parameters = counting_parameters(config);
    const PackedNetwork network(config, parameters);
    const std::vector<TokenId> ids = {2, 8};
    const std::vector<TokenIds> texts = {{}, ids, {}};
    const auto results = ChunkReader(network).read(texts, nullptr);
    EXPECT_EQ(results[0], read(config, parameters, {}));
    EXPECT_EQ(results[1], read(config, parameters, ids));
    EXPECT_EQ(results[2], results[0]);
  }
}

TEST(ChunkReader, SaysTheSameOfATextAloneAndAmongOthersWithFrequentTypesAndWithout) {
  ThreadPool pool(1);
  for_each_shape([&](const ModelConfig& config) {
    const PackedNetwork network(config, initial_parameters(config, kVocabulary, 3, 7));
    const FrequentTypes all = project_frequent_types(network, pool);
    FrequentTypes some = project_frequent_types(network, pool);
    some.count = 10;
    const std::vector<std::vector<TokenId>> ids = some_ids({7, 1, 0, 30, 2, 31, 30, 29, 11, 30, 64, 3});
    const std::vector<TokenIds> texts(ids.begin(), ids.end());
    ChunkReader reader(network);
    const std::vector<Probabilities> results = reader.read(texts, nullptr);
    EXPECT_EQ(reader.read(texts, &some), results);
    EXPECT_EQ(reader.read(texts, &all), results);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      EXPECT_EQ(ChunkReader(network).read(std::span(texts).subspan(i, 1), &some).front(), results[i]);
      // A reader that has read other texts forgets them.
      EXPECT_EQ(reader.read(std::span(texts).subspan(i, 1), nullptr).front(), results[i]);
    }
  });
}

TEST(ChunkReader, ReportsWeightsThatOverflow) {
  for (const Pooling pooling : {Pooling::kLast, Pooling::kMean, Pooling::kMax, Pooling::kAttention}) {
    ModelConfig config = one_unit(pooling, true);
    config.hidden_size = 2;
    Parameters parameters = counting_parameters(config);
    // The biases add up to minus infinity, and the products of the input are plus infinity.
    for (const std::size_t direction : {0, 4}) {
      parameters[direction + 1].values.assign(2, std::numeric_limits<float>::infinity());
      for (const std::size_t bias : {3, 4}) parameters[direction + bias].values.assign(2, -3e38F);
    }
    EXPECT_THAT(message_of<Error>([&] { read(config, parameters, {2, 8}); }), HasSubstr("found an overflow"));
  }
}

TEST(ChunkReader, NeedsNoMoreMemoryThanItSays) {
  // One layer: a row of 4 gates of 9 units, rounded up to 12, for each of two directions, a state of 2 * 9
  // and an address.
  const ModelConfig config{.embedding_size = 8, .hidden_size = 9};
  const PackedNetwork one(config, initial_parameters(config, 10, 2, 1), InstructionSet::kGeneric);
  EXPECT_EQ(ChunkReader::bytes_per_token(one), (2 * 4 * 12 + 2 * 9) * 4 + 8);
}

}  // namespace
}  // namespace sentiment
