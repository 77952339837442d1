#include "training/memory_estimate.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "support/temporary_folder.h"
#include "support/tiny_corpus.h"

namespace sentiment {
namespace {

ExperimentConfig experiment() {
  ExperimentConfig config;
  config.model.embedding_size = 10;
  config.model.hidden_size = 5;
  config.trainer.batch_size = 8;
  config.trainer.ema = std::nullopt;
  return config;
}

TEST(MemoryEstimate, CountsWeightsGradientMomentsAndAverageAndWhatToGoBackTo) {
  // 20 x 10 embedding, two directions of 4 x 5 x (10 + 5 + 2), 2 x 20 + 2 of the output.
  const double parameters = 200 + 680 + 42;
  ExperimentConfig config = experiment();
  EXPECT_DOUBLE_EQ(estimate_memory(config, tiny_corpus()).parameters, 4 * 7 * parameters);
  config.trainer.divergence_retries = 0;
  EXPECT_DOUBLE_EQ(estimate_memory(config, tiny_corpus()).parameters, 4 * 4 * parameters);
  config.trainer.ema = 0.99;
  EXPECT_DOUBLE_EQ(estimate_memory(config, tiny_corpus()).parameters, 4 * 5 * parameters);
  config.trainer.optimizer.type = OptimizerType::kSgd;
  EXPECT_DOUBLE_EQ(estimate_memory(config, tiny_corpus()).parameters, 4 * 4 * parameters);
}

TEST(MemoryEstimate, CountsWhatAnAdversaryKeepsOfEachTokenAndTheLongestTextWithoutALabel) {
  ExperimentConfig config = experiment();
  Corpus corpus = tiny_corpus();  // texts of up to 12 tokens
  const double plain = estimate_memory(config, corpus).batch;
  config.trainer.adversarial.epsilon = 1.0;
  EXPECT_DOUBLE_EQ(estimate_memory(config, corpus).batch, plain + 4 * 12 * 8 * (5 * 10 + 2 * 5 * 4));
  config.trainer.adversarial.epsilon = std::nullopt;
  corpus.unlabelled = part_of(random_reviews(4, 24, 24, 20, 2, 1), 2, "unlabelled");
  EXPECT_DOUBLE_EQ(estimate_memory(config, corpus).batch, 2 * plain);
}

// Rows: I2
TEST(MemoryEstimate, RefusesANetworkThatNoMachineHolds) {
  ExperimentConfig config = experiment();
  config.model.hidden_size = 65536;
  config.model.layers = 16;
  const std::string message = message_of<ConfigError>([&] { expect_memory(config, tiny_corpus()); });
  EXPECT_NE(message.find("model: expected a network that fits into the "), std::string::npos) << message;
  EXPECT_NE(message.find("needs about 44256.0 GB"), std::string::npos) << message;
  EXPECT_NE(message.find("lower model.hidden_size"), std::string::npos) << message;
  expect_memory(experiment(), tiny_corpus());
}

}  // namespace
}  // namespace sentiment
