#include "embedding/skip_gram.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

/// Texts of two kinds: words 2 to 7 stand together, and words 8 to 13.
struct TwoTopics {
  TwoTopics() {
    const RandomStream stream(5, RandomUse::kEpochOrder);
    for (uint64_t text = 0; text < 300; ++text) {
      for (uint64_t i = 0; i < 40; ++i)
        ids.push_back(static_cast<TokenId>(2 + text % 2 * 6 + stream.below(text * 40 + i, 6)));
      begins.push_back(ids.size());
    }
  }
  operator TokenTexts() const { return {ids, begins}; }

  std::vector<TokenId> ids;
  std::vector<std::size_t> begins{0};
};

constexpr int64_t kVocabulary = 14;
constexpr int64_t kSize = 20;
const SkipGramConfig kConfig = {
    .window = 3, .negatives = 5, .subsample = 0, .epochs = 3, .learning_rate = 0.05};

SkipGram trainer_of(const TwoTopics& texts, uint64_t seed = 42) {
  return {texts, kVocabulary, kSize, kConfig, seed};
}

/// Trains to the end; returns the mean loss of each epoch.
std::vector<double> finish(SkipGram& trainer, int threads = 1) {
  ThreadPool pool(threads);
  std::vector<double> losses;
  while (!trainer.done()) {
    if (trainer.step(pool) == SkipGram::Step::kEpochEnd) losses.push_back(trainer.last_epoch().mean_loss());
  }
  return losses;
}

double cosine(const std::vector<float>& vectors, int64_t a, int64_t b) {
  double ab = 0;
  double aa = 0;
  double bb = 0;
  for (int64_t k = 0; k < kSize; ++k) {
    const auto x = static_cast<double>(vectors[static_cast<std::size_t>(a * kSize + k)]);
    const auto y = static_cast<double>(vectors[static_cast<std::size_t>(b * kSize + k)]);
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / std::sqrt(aa * bb);
}

TEST(SkipGram, BringsWordsTogetherThatStandTogether) {
  const TwoTopics texts;
  SkipGram trainer = trainer_of(texts);
  const std::vector<double> losses = finish(trainer);
  const std::vector<float> vectors = trainer.vectors();
  for (int64_t word = 2; word < 8; ++word) {
    EXPECT_GT(cosine(vectors, 2, word), 0.9);
    EXPECT_LT(cosine(vectors, word, word + 6), 0.6);
  }
  ASSERT_EQ(losses.size(), 3u);
  EXPECT_LT(losses[0], 6 * std::log(2.0));  // where every probability is one half
  EXPECT_LT(losses[2], losses[0]);
}

TEST(SkipGram, HasTheSameBitsForAnyNumberOfThreads) {
  const TwoTopics texts;
  SkipGram one = trainer_of(texts);
  SkipGram three = trainer_of(texts);
  EXPECT_EQ(finish(one, 1), finish(three, 3));
  EXPECT_EQ(one.vectors(), three.vectors());
  EXPECT_EQ(one.output_vectors(), three.output_vectors());
}

TEST(SkipGram, ContinuesFromAnyBatchToTheSameBits) {
  const TwoTopics texts;
  SkipGram whole = trainer_of(texts);
  const std::vector<double> losses = finish(whole);
  for (const int steps : {1, 7, 30}) {
    SkipGram first = trainer_of(texts);
    ThreadPool pool(1);
    for (int i = 0; i < steps; ++i) first.step(pool);
    SkipGram second = trainer_of(texts);
    second.restore(first.vectors(), first.output_vectors(), first.progress());
    EXPECT_EQ(second.words_done(), first.words_done());
    EXPECT_EQ(second.learning_rate(), first.learning_rate());
    EXPECT_EQ(finish(second).back(), losses.back());
    EXPECT_EQ(second.vectors(), whole.vectors());
  }
}

TEST(SkipGram, CountsEveryWordOfEveryEpochOnce) {
  const TwoTopics texts;
  SkipGram trainer = trainer_of(texts);
  EXPECT_EQ(trainer.words_done(), 0);
  ThreadPool pool(1);
  trainer.step(pool);
  EXPECT_EQ(trainer.words_done(), 520);  // a batch of 512, the rest of whose last text waits
  finish(trainer);
  EXPECT_EQ(trainer.words_done(), 36'000);
}

TEST(SkipGram, RefusesToContinueBehindTheLastBatchOfAnEpoch) {
  const TwoTopics texts;
  SkipGram trainer = trainer_of(texts);
  SkipGramProgress progress{.epoch = 1, .batch = 24, .loss = 0.0, .pairs = 0};
  trainer.restore(trainer.vectors(), trainer.output_vectors(), progress);  // 12,000 words in batches of 512
  progress.batch = 1'000'000'000'000'000;
  EXPECT_EQ(message_of<FormatError>(
                [&] { trainer.restore(trainer.vectors(), trainer.output_vectors(), progress); }),
            "checkpoint: state.json: expected at most 24 batches of an epoch, found 1000000000000000");
}

TEST(SkipGram, MeasuresTheLossOfOtherTextsWithoutLearningFromThem) {
  const TwoTopics texts;
  SkipGram trainer = trainer_of(texts);
  ThreadPool pool(2);
  EXPECT_NEAR(trainer.loss_of(texts, pool).value(), 6 * std::log(2.0), 1e-6);
  const std::vector<double> losses = finish(trainer);
  const std::vector<float> vectors = trainer.vectors();
  const double loss = trainer.loss_of(texts, pool).value();
  EXPECT_NEAR(loss, losses.back(), 0.1);  // the last epoch's began higher
  EXPECT_EQ(trainer.loss_of(texts, pool), loss);
  EXPECT_EQ(trainer.vectors(), vectors);
}

TEST(SkipGram, HasNoLossOfTextsWithoutAPairOfWords) {
  const TwoTopics texts;
  SkipGram trainer = trainer_of(texts);
  ThreadPool pool(1);
  const std::vector<TokenId> ids{2, 3, 8};
  const std::vector<std::size_t> begins{0, 1, 2, 3};
  EXPECT_EQ(trainer.loss_of({ids, begins}, pool), std::nullopt);
}

TEST(SkipGram, DependsOnTheSeed) {
  const TwoTopics texts;
  SkipGram one = trainer_of(texts, 1);
  SkipGram two = trainer_of(texts, 2);
  finish(one);
  finish(two);
  EXPECT_NE(one.vectors(), two.vectors());
}

TEST(SkipGram, LeavesPaddingZero) {
  const TwoTopics texts;
  SkipGram trainer = trainer_of(texts);
  finish(trainer);
  const std::vector<float> vectors = trainer.vectors();
  EXPECT_EQ(std::vector<float>(vectors.begin(), vectors.begin() + kSize), std::vector<float>(kSize));
}

TEST(SkipGram, LetsTheRateFallToNearlyZero) {
  const TwoTopics texts;
  SkipGram trainer = trainer_of(texts);
  EXPECT_EQ(trainer.learning_rate(), 0.05);
  ThreadPool pool(1);
  while (trainer.step(pool) == SkipGram::Step::kBatch) {
  }
  EXPECT_NEAR(trainer.learning_rate(), 0.05 * 2 / 3, 1e-12);
  EXPECT_NEAR(trainer.share_done(), 1.0 / 3, 1e-12);
  finish(trainer);
  EXPECT_NEAR(trainer.learning_rate(), 5e-6, 1e-12);
}

}  // namespace
}  // namespace sentiment
