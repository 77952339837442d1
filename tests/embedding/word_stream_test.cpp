#include "embedding/word_stream.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace sentiment {
namespace {

/// `count` texts of `length` words; the words of text t are t.
struct Texts {
  Texts(std::size_t count, std::size_t length) {
    for (std::size_t text = 0; text < count; ++text) {
      ids.insert(ids.end(), length, static_cast<TokenId>(text));
      begins.push_back(ids.size());
    }
  }
  std::vector<TokenId> ids;
  std::vector<std::size_t> begins{0};
};

std::vector<WordBatch> read_all(const Texts& texts, const std::vector<double>& kept, int64_t epoch = 0) {
  WordStream stream({texts.ids, texts.begins}, kept, 42, epoch);
  std::vector<WordBatch> batches;
  for (WordBatch batch; stream.next(batch);) batches.push_back(batch);
  EXPECT_EQ(stream.progress(), 1.0);
  return batches;
}

std::vector<TokenId> words_of(const std::vector<WordBatch>& batches) {
  std::vector<TokenId> words;
  for (const WordBatch& batch : batches) words.insert(words.end(), batch.words.begin(), batch.words.end());
  return words;
}

TEST(KeptShares, FallWithFrequency) {
  // A word that is a tenth of the text at t = 0.001: sqrt(0.01) + 0.01.
  const std::vector<double> shares = kept_shares({0, 100'000, 900'000, 1}, 0.001);
  EXPECT_EQ(shares[0], 1.0);
  EXPECT_NEAR(shares[1], 0.11, 1e-6);
  EXPECT_NEAR(shares[2], 0.0344444, 1e-6);
  EXPECT_EQ(shares[3], 1.0);
  EXPECT_EQ(kept_shares({5, 5}, 0.0), (std::vector<double>{1.0, 1.0}));
}

TEST(CountWords, RefusesAnIdOutsideTheVocabulary) {
  const Texts texts(3, 2);
  EXPECT_EQ(count_words({texts.ids, texts.begins}, 4), (std::vector<int64_t>{2, 2, 2, 0}));
  EXPECT_THROW(count_words({texts.ids, texts.begins}, 2), std::logic_error);
}

TEST(WordStream, ReadsEveryWordOnceInAnotherOrderEachEpoch) {
  const Texts texts(50, 30);
  const std::vector<double> kept(50, 1.0);
  const std::vector<WordBatch> batches = read_all(texts, kept);
  std::vector<TokenId> words = words_of(batches);
  EXPECT_EQ(words, words_of(read_all(texts, kept)));
  EXPECT_NE(words, words_of(read_all(texts, kept, 1)));
  EXPECT_NE(words, texts.ids);
  std::sort(words.begin(), words.end());
  EXPECT_EQ(words, texts.ids);
  ASSERT_EQ(batches.size(), 3u);
  EXPECT_EQ(batches[0].words.size(), 512u);
  EXPECT_EQ(batches[2].words.size(), 1500u - 2 * 512);
}

TEST(WordStream, TellsThePiecesOfABatchApart) {
  const Texts texts(50, 30);
  const WordBatch batch = read_all(texts, std::vector<double>(50, 1.0)).front();
  for (std::size_t i = 1; i < batch.words.size(); ++i)
    EXPECT_EQ(batch.pieces[i] == batch.pieces[i - 1], batch.words[i] == batch.words[i - 1]);
}

TEST(WordStream, CutsALongText) {
  const std::vector<WordBatch> batches = read_all(Texts(1, 1200), {1.0});
  ASSERT_EQ(batches.size(), 3u);
  EXPECT_EQ(batches[2].words.size(), 176u);
}

TEST(WordStream, LeavesOutTheShareOfAWordThatIsNotKept) {
  const Texts texts(2, 10'000);
  const std::vector<TokenId> words = words_of(read_all(texts, {0.25, 1.0}));
  EXPECT_EQ(std::count(words.begin(), words.end(), 1), 10'000);
  EXPECT_NEAR(static_cast<double>(std::count(words.begin(), words.end(), 0)), 2500, 174);  // four deviations
  EXPECT_NE(words, words_of(read_all(texts, {0.25, 1.0}, 1)));
}

TEST(WordStream, PassesOverTextsOfWhichNothingIsKept) {
  Texts texts(2, 3);
  texts.begins.insert(texts.begins.begin(), 0);  // an empty text
  EXPECT_EQ(words_of(read_all(texts, {0.0, 1.0})), (std::vector<TokenId>{1, 1, 1}));
  EXPECT_TRUE(read_all(texts, {0.0, 0.0}).empty());
}

}  // namespace
}  // namespace sentiment
