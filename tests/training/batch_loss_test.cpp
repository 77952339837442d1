#include "training/batch_loss.h"

#include <gtest/gtest.h>

#include "support/tiny_corpus.h"

namespace sentiment {
namespace {

ModelConfig small_config() {
  ModelConfig config;
  config.embedding_size = 4;
  config.hidden_size = 4;
  config.bidirectional = false;
  config.dropout = config.embedding_dropout = config.word_dropout = 0.0;
  return config;
}

class BatchLossTest : public testing::Test {
 protected:
  BatchLoss loss_with(const BpttConfig& bptt) const {
    return batch_loss(network_, batch_, dropout_, bptt, {});
  }

  Network network_{small_config(), initial_parameters(small_config(), 20, 2, 1), at::kCPU, true};
  Dataset data_ = random_reviews(9, 5, 30, 20, 2, 3);
  Batch batch_ = make_batch(data_, {0, 1, 2, 3, 4, 5, 6, 7, 8}, at::kCPU);
  Dropout dropout_{1, 1};
};

TEST_F(BatchLossTest, OfOneWindowOverEverythingIsTheFinalLoss) {
  const BatchLoss final = loss_with({});
  const BatchLoss chunks = loss_with({.window = 30, .loss = BpttLoss::kChunks});
  EXPECT_NEAR(chunks.loss.item<double>(), final.loss.item<double>(), 1e-6);
  EXPECT_EQ(chunks.correct.item<int64_t>(), final.correct.item<int64_t>());
}

TEST_F(BatchLossTest, OfChunksAveragesTheWindowsOfEachReview) {
  double expected = 0.0;
  std::vector<int64_t> windows_of(9);
  std::vector<double> sum(9);
  for (const WindowLogits& window : network_.window_logits(batch_, nullptr, 7)) {
    for (std::size_t i = 0; i < window.rows.size(); ++i) {
      const auto row = static_cast<std::size_t>(window.rows[i]);
      const auto at = static_cast<int64_t>(i);
      const at::Tensor losses = row_losses(window.logits.slice(0, at, at + 1),
                                           batch_.labels.slice(0, window.rows[i], window.rows[i] + 1), {});
      sum[row] += losses.item<double>();
      ++windows_of[row];
    }
  }
  for (std::size_t row = 0; row < 9; ++row) expected += sum[row] / static_cast<double>(windows_of[row]) / 9.0;
  const BatchLoss chunks = loss_with({.window = 7, .loss = BpttLoss::kChunks});
  EXPECT_NEAR(chunks.loss.item<double>(), expected, 1e-6);
  EXPECT_EQ(chunks.correct.item<int64_t>(), loss_with({}).correct.item<int64_t>());
}

TEST(TokensWithGradient, CountsTheWindowOfEachDirection) {
  const Sequences sequences({30, 7, 0}, 30, at::kCPU);
  EXPECT_EQ(tokens_with_gradient(sequences, {}, 2), 37);
  EXPECT_EQ(tokens_with_gradient(sequences, {.window = 10, .loss = BpttLoss::kFinal}, 1), 17);
  EXPECT_EQ(tokens_with_gradient(sequences, {.window = 10, .loss = BpttLoss::kFinal}, 2), 27);
  EXPECT_EQ(tokens_with_gradient(sequences, {.window = 10, .loss = BpttLoss::kChunks}, 1), 37);
}

}  // namespace
}  // namespace sentiment
