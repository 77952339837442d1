#include "training/pretraining_metrics.h"

#include <gtest/gtest.h>

#include "baselines/count_language_model.h"
#include "support/small_pretraining.h"

namespace sentiment {
namespace {

TEST(BestLanguageModel, NamesAPerplexityThatNoNumberIsLargeEnoughFor) {
  EXPECT_EQ(best_language_model({.loss = 0.0}).at("perplexity"), 1.0);
  const Json best = best_language_model({.accuracy = 0.25, .loss = 2915.0, .step = 7, .epoch = 1});
  EXPECT_EQ(best, Json({{"epoch", 1},
                        {"step", 7},
                        {"loss", 2915.0},
                        {"perplexity", "inf"},
                        {"accuracy", 0.25},
                        {"measured_on", "validation part"}}));
}

TEST(CountingPerplexity, IsLeftOutWhereAVocabularyIsTooLargeForItsKeys) {
  const TextCorpus corpus = small_texts();
  const auto perplexity = [&](std::size_t vocabulary) {
    return counting_perplexity(corpus.train.texts, corpus.valid.texts, vocabulary, false);
  };
  EXPECT_EQ(perplexity(20), CountLanguageModel(corpus.train.texts, 20, false).perplexity(corpus.valid.texts));
  EXPECT_GT(perplexity(2'097'152).value_or(0.0), 1.0);
  EXPECT_EQ(perplexity(2'097'153), std::nullopt);
}

}  // namespace
}  // namespace sentiment
