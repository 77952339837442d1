#include "analysis/scaled_reader.h"

#include <gtest/gtest.h>

#include <cmath>

#include "inference/chunk_reader.h"
#include "inference/shapes.h"

namespace sentiment {
namespace {

using Scales = std::vector<std::vector<double>>;

/// Initial parameters with biases that are not zero and outputs that differ.
Parameters some_parameters(const ModelConfig& config) {
  Parameters parameters = initial_parameters(config, kVocabulary, 3, 5);
  const RandomStream stream(9, RandomUse::kInitialWeights, {2});
  uint64_t drawn = 0;
  for (NamedTensor& tensor : parameters) {
    const double size = tensor.name == "embedding.weight" ? 2.0 : tensor.name.find("bias") < 99 ? 0.5 : 0.0;
    for (float& value : tensor.values) value += static_cast<float>(size * (stream.uniform(drawn++) - 0.5));
  }
  return parameters;
}

TEST(ScaledReader, KnowsTheSlopeOfEachScaleAsCentralDifferencesDo) {
  // In double precision: rounding leaves about 1e-10, truncation about 1e-11.
  constexpr double kStep = 1e-6;
  ThreadPool pool(2);
  const std::vector<TokenId> ids = some_ids({5}).front();
  for_each_shape(
      [&](const ModelConfig& config) {
        const Parameters parameters = some_parameters(config);
        const ScaledReader<double> reader(config, parameters);
        const auto text = reader.prepare(ids);
        const FeatureWeights score = score_of_label(parameters, 1);
        Scales scales{{0.7, 0.2, 1.0, 0.4, 0.9}};
        for (std::size_t token = 0; token < 5; ++token) {
          for (const double step : {kStep, -kStep}) {
            scales.push_back(scales.front());
            scales.back()[token] += step;
          }
        }
        const std::vector<ScaledScore> found = reader.read(text, score, scales, pool);
        for (std::size_t token = 0; token < 5; ++token) {
          const double difference = (found[1 + 2 * token].score - found[2 + 2 * token].score) / (2 * kStep);
          EXPECT_NEAR(found[0].slopes[token], difference, 1e-7) << "token " << token;
        }
      },
      3, 9);
}

TEST(ScaledReader, GivesTheLogitsThatPredictionsAreMadeOf) {
  ThreadPool pool(1);
  const std::vector<TokenId> ids = some_ids({7}).front();
  for_each_shape([&](const ModelConfig& config) {
    const Parameters parameters = some_parameters(config);
    const ScaledReader<float> reader(config, parameters);
    const auto text = reader.prepare(ids);
    // Of three logits less their mean times 1.5, which softmax does not see but for the factor.
    std::vector<double> logits;
    for (int32_t label = 0; label < 3; ++label) {
      const auto found =
          reader.read(text, score_of_label(parameters, label), {std::vector<double>(7, 1.0)}, pool);
      logits.push_back(found.front().score / 1.5);
    }
    const PackedNetwork network(config, parameters);
    ChunkReader predictor(network);
    const TokenIds span(ids);
    const Probabilities probabilities = predictor.read(std::span(&span, 1), nullptr).front();
    EXPECT_NEAR(logits[1] - logits[0], std::log(probabilities[1] / probabilities[0]), 2e-5);
    EXPECT_NEAR(logits[2] - logits[0], std::log(probabilities[2] / probabilities[0]), 2e-5);
  });
}

TEST(ScaledReader, AgreesInSingleAndDoublePrecision) {
  ThreadPool pool(2);
  const std::vector<TokenId> ids = some_ids({40}).front();
  const Scales scales(1, std::vector<double>(40, 0.6));
  for (const RecurrentType type : {RecurrentType::kLstm, RecurrentType::kGru, RecurrentType::kRnn}) {
    const ModelConfig config{.type = type, .embedding_size = 6, .hidden_size = 19, .layers = 2};
    const Parameters parameters = some_parameters(config);
    const FeatureWeights score = score_of_label(parameters, 0);
    const ScaledReader<float> single(config, parameters);
    const ScaledReader<double> twice(config, parameters);
    const ScaledScore a = single.read(single.prepare(ids), score, scales, pool).front();
    const ScaledScore b = twice.read(twice.prepare(ids), score, scales, pool).front();
    EXPECT_NEAR(a.score, b.score, 1e-5);
    for (std::size_t token = 0; token < 40; ++token) EXPECT_NEAR(a.slopes[token], b.slopes[token], 2e-5);
  }
}

TEST(ScaledReader, GivesTheSameBitsForAnyThreadsAndPoints) {
  const ModelConfig config{.embedding_size = 6, .hidden_size = 19, .layers = 2, .residual = true};
  const Parameters parameters = some_parameters(config);
  const ScaledReader<float> reader(config, parameters);
  const FeatureWeights score = score_of_label(parameters, 2);
  const auto text = reader.prepare(some_ids({23}).front());
  Scales scales;
  for (int i = 0; i < 21; ++i) scales.emplace_back(23, i / 20.0);
  ThreadPool alone(1);
  const std::vector<ScaledScore> expected = reader.read(text, score, scales, alone);
  for (const int threads : {2, 5}) {
    ThreadPool pool(threads);
    const std::vector<ScaledScore> found = reader.read(text, score, scales, pool);
    for (std::size_t i = 0; i < scales.size(); ++i) {
      EXPECT_EQ(found[i].score, expected[i].score);
      EXPECT_EQ(found[i].slopes, expected[i].slopes);
    }
  }
}

TEST(ScaledReader, ReadsATextWithoutTokens) {
  ThreadPool pool(1);
  const ModelConfig config{.embedding_size = 2, .hidden_size = 2};
  Parameters parameters = some_parameters(config);
  parameters.back().values = {1.0F, 2.0F, 6.0F};
  const ScaledReader<float> reader(config, parameters);
  const auto found = reader.read(reader.prepare({}), score_of_label(parameters, 2), Scales(2), pool);
  EXPECT_EQ(found[1].score, 4.5);  // 6 - (1 + 2) / 2
  EXPECT_TRUE(found[1].slopes.empty());
}

TEST(ScoreOfLabel, IsTheDifferenceOfTwoLogits) {
  const ModelConfig config{
      .embedding_size = 1, .hidden_size = 1, .bidirectional = false, .pooling = Pooling::kLast};
  Parameters parameters = initial_parameters(config, 4, 2, 1);
  parameters[parameters.size() - 2].values = {3.0F, 5.0F};
  parameters.back().values = {0.5F, 0.25F};
  EXPECT_EQ(score_of_label(parameters, 1).weights, std::vector<double>{2.0});
  EXPECT_EQ(score_of_label(parameters, 1).bias, -0.25);
  EXPECT_EQ(score_of_label(parameters, 0).weights, std::vector<double>{-2.0});
}

}  // namespace
}  // namespace sentiment
