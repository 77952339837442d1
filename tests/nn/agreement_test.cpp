// The libtorch network and the libtorch-free classifier are two readings of the same equations.
#include <ATen/ops/softmax.h>
#include <c10/core/GradMode.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <tuple>

#include "inference/classifier.h"
#include "nn/network.h"
#include "support/tiny_corpus.h"

namespace sentiment {
namespace {

constexpr int64_t kVocabulary = 50;
constexpr int64_t kReviews = 1000;
constexpr int32_t kClasses = 3;

/// Weights large enough that gates saturate now and then and a swapped gate would show.
Parameters lively_parameters(const ModelConfig& config) {
  Parameters parameters = initial_parameters(config, kVocabulary, kClasses, 7);
  const RandomStream random(3, RandomUse::kBootstrap);
  uint64_t draw = 0;
  for (NamedTensor& parameter : parameters) {
    for (float& value : parameter.values) value = static_cast<float>(0.3 * random.normal(draw++));
  }
  return parameters;
}

std::string text_of(std::span<const TokenId> ids) {
  std::string text;
  for (const TokenId id : ids)
    text += (id == Vocabulary::kUnknownId ? "nobodyknows" : "w" + std::to_string(id)) + " ";
  return text;
}

at::Tensor probabilities(const Network& network, const Dataset& data, const std::vector<int64_t>& rows) {
  const c10::NoGradGuard no_gradient;
  const Batch batch = make_batch(data, rows, at::kCPU);
  return at::softmax(network.logits(batch, nullptr, std::nullopt), 1).to(at::kDouble).contiguous();
}

class Agreement : public testing::TestWithParam<std::tuple<RecurrentType, int, bool, Pooling>> {
 protected:
  ModelConfig config() const {
    ModelConfig config;
    std::tie(config.type, std::ignore, config.bidirectional, config.pooling) = GetParam();
    config.layers = std::get<1>(GetParam());
    config.residual = config.layers > 1;
    config.embedding_size = 9;
    config.hidden_size = 7;
    return config;
  }
};

TEST_P(Agreement, OfBothHalvesOnEveryProbability) {
  const Parameters parameters = lively_parameters(config());
  const Network network(config(), parameters, at::kCPU, false);
  Model model;
  model.config = config();
  model.vocabulary = numbered_vocabulary(kVocabulary);
  model.labels = {"a", "b", "c"};
  model.parameters = parameters;
  const Classifier classifier(std::move(model));

  const Dataset data = random_reviews(kReviews, 0, 40, kVocabulary, kClasses, 11);
  double worst = 0.0;
  for (int64_t begin = 0; begin < kReviews; begin += 40) {
    std::vector<int64_t> rows;
    for (int64_t row = begin; row < begin + 40; ++row) rows.push_back(row);
    const at::Tensor expected = probabilities(network, data, rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const Prediction prediction = classifier.classify(text_of(data.ids(static_cast<std::size_t>(rows[i]))));
      for (std::size_t c = 0; c < kClasses; ++c) {
        worst = std::max(worst, std::abs(prediction.probabilities[c] -
                                         expected.const_data_ptr<double>()[i * kClasses + c]));
      }
    }
  }
  EXPECT_LT(worst, 1e-5);
}

TEST(BackwardAgreement, OfBothHalvesOnEveryProbability) {
  ModelConfig config{.embedding_size = 9, .hidden_size = 7, .layers = 2, .bidirectional = false};
  config.direction = ReadingDirection::kBackward;
  config.pooling = Pooling::kLastMaxMean;
  config.head_hidden_size = 11;
  config.head_batch_norm = true;
  Parameters parameters = lively_parameters(config);
  for (NamedTensor& tensor : parameters) {
    for (float& value : tensor.values) {
      if (tensor.name.ends_with("running_var")) value = 0.1F + value * value;
    }
  }
  const Dataset data = random_reviews(40, 0, 40, kVocabulary, kClasses, 11);
  const Classifier classifier({.config = config,
                               .tokenizer = {},
                               .vocabulary = numbered_vocabulary(kVocabulary),
                               .labels = {"a", "b", "c"},
                               .parameters = parameters});
  for (const bool fused : {false, true}) {
    const Network network(config, parameters, at::kCPU, false,
                          fused ? std::make_shared<ThreadPool>(2) : nullptr);
    for (std::size_t row = 0; row < 40; ++row) {
      const c10::NoGradGuard no_gradient;
      const Batch batch = make_batch(data, {static_cast<int64_t>(row)}, at::kCPU, true);
      const at::Tensor expected =
          at::softmax(network.logits(batch, nullptr, std::nullopt), 1).to(at::kDouble).contiguous();
      const Prediction prediction = classifier.classify(text_of(data.ids(row)));
      for (std::size_t c = 0; c < kClasses; ++c)
        EXPECT_NEAR(prediction.probabilities[c], expected.const_data_ptr<double>()[c], 1e-5) << row;
    }
  }
}

TEST_P(Agreement, OfAReviewAloneAndInABatch) {
  const Network network(config(), lively_parameters(config()), at::kCPU, false);
  const Dataset data = random_reviews(30, 0, 40, kVocabulary, kClasses, 12);
  std::vector<int64_t> all;
  for (int64_t row = 0; row < 30; ++row) all.push_back(row);
  const at::Tensor together = probabilities(network, data, all);
  for (const int64_t row : all) {
    const at::Tensor alone = probabilities(network, data, {row});
    EXPECT_LT(together[row].sub(alone[0]).abs().max().item<double>(), 1e-6) << "row " << row;
  }
}

INSTANTIATE_TEST_SUITE_P(
    EveryShape, Agreement,
    testing::Combine(testing::Values(RecurrentType::kLstm, RecurrentType::kGru, RecurrentType::kRnn),
                     testing::Values(1, 2), testing::Bool(),
                     testing::Values(Pooling::kLast, Pooling::kMean, Pooling::kMax, Pooling::kMaxMean,
                                     Pooling::kLastMaxMean, Pooling::kAttention)));

}  // namespace
}  // namespace sentiment
