#include <gtest/gtest.h>

#include "core/error.h"
#include "support/small_pretraining.h"
#include "support/temporary_folder.h"
#include "training/pretraining_plan.h"
#include "training/vectors_memory.h"

namespace sentiment {
namespace {

TEST(PretrainingMemory, CountsAllWordsWhereHalfOfThemAreWanted) {
  PretrainingConfig config = small_pretraining();
  const TextCorpus corpus = small_texts();
  const auto batch_of = [&](int64_t candidates) {
    config.language_model.candidates = candidates;
    return estimate_memory(config, corpus).batch;
  };
  // A float of each candidate for each of half as many tokens again as a window has: 2 streams by 5.
  EXPECT_DOUBLE_EQ(batch_of(9) - batch_of(6), 4 * 15 * 3);
  EXPECT_DOUBLE_EQ(batch_of(10) - batch_of(9), 4 * 15 * 10);  // 19 of 20 entries: all but the padding
  EXPECT_DOUBLE_EQ(batch_of(3'000), batch_of(10));
}

TEST(PretrainingMemory, CountsVectorsOfWholeRegistersTheBatchAndWhatSavingCopies) {
  PretrainingConfig config;
  config.objective = PretrainedKind::kVectors;
  config.model.shape.embedding_size = 20;
  config.vectors.window = 3;
  // A row of 20 numbers takes 32. 16 groups have 3 matrices of 48 inputs, 2 of 64 outputs, and the scores.
  const double entry = 2 * 32 * 4 + 36;
  const double group = 4 * (3 * 48 * 32 + 2 * 64 * 32 + 48 * 64);
  EXPECT_DOUBLE_EQ(estimate_vectors_memory(config, 1'000), 1'000 * entry + 16 * group + 3 * 1'000 * 20 * 4);
}

// Rows: I2
TEST(PretrainingMemory, RefusesVectorsThatNoMachineHolds) {
  PretrainingConfig config;
  config.objective = PretrainedKind::kVectors;
  expect_vectors_memory(config, 1'000);
  config.model.shape.embedding_size = 65'536;
  const std::string message = message_of<ConfigError>([&] { expect_vectors_memory(config, 10'000'000); });
  EXPECT_NE(message.find("model: expected vectors that fit into the "), std::string::npos) << message;
  EXPECT_NE(message.find("need about 13108.7 GB; lower model.embedding_size"), std::string::npos) << message;
}

}  // namespace
}  // namespace sentiment
