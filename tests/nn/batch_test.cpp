#include "nn/batch.h"

#include <ATen/ops/full.h>
#include <ATen/ops/tensor.h>
#include <gtest/gtest.h>

#include "nn/tensors.h"
#include "support/tiny_corpus.h"

namespace sentiment {
namespace {

Dataset two_reviews() {
  Dataset data;
  data.add(std::vector<TokenId>{5, 6, 7}, 1, "a");
  data.add(std::vector<TokenId>{8}, 0, "b");
  return data;
}

std::vector<int64_t> values(const at::Tensor& tensor) {
  const at::Tensor plain = tensor.contiguous();
  return {plain.const_data_ptr<int64_t>(), plain.const_data_ptr<int64_t>() + plain.numel()};
}

/// [time, batch] the token ids, padded.
at::Tensor padded_ids(const Batch& batch) {
  const at::Tensor words = integer_tensor(batch.words, {static_cast<int64_t>(batch.words.size())}, at::kCPU);
  return words.index_select(0, batch.padded_slots().reshape({-1})).view(batch.padded_slots().sizes());
}

TEST(MakeBatch, NamesEachWordOnce) {
  Dataset data;
  data.add(std::vector<TokenId>{7, 5, 7}, 1, "a");
  data.add(std::vector<TokenId>{5, 9}, 0, "b");
  const Batch batch = make_batch(data, {0, 1}, at::kCPU);
  EXPECT_EQ(batch.words, (std::vector<int64_t>{0, 7, 5, 9}));
  EXPECT_EQ(batch.slots, (std::vector<int32_t>{1, 2, 1, 2, 3}));
}

TEST(MakeBatch, TurnsEachReviewRoundWhereItIsReadBackward) {
  const Batch batch = make_batch(two_reviews(), {0, 1}, at::kCPU, true);
  EXPECT_EQ(batch.words, (std::vector<int64_t>{0, 5, 6, 7, 8}));
  EXPECT_EQ(batch.slots, (std::vector<int32_t>{3, 2, 1, 4}));
}

TEST(AddWords, SumsTheGradientsOfWordsThatBothHave) {
  Batch batch = make_batch(two_reviews(), {1}, at::kCPU);     // 0, 8
  Batch other = make_batch(two_reviews(), {0, 1}, at::kCPU);  // 0, 5, 6, 7, 8
  const auto give = [](Batch& to, double value) {
    to.embedded_words = at::full({static_cast<int64_t>(to.words.size()), 2}, 1.0).set_requires_grad(true);
    to.embedded_words.mutable_grad() = at::full(to.embedded_words.sizes(), value);
  };
  give(batch, 1.0);
  give(other, 10.0);
  other.embedded_words.mutable_grad()[1].fill_(3.0);
  add_words(batch, other);
  EXPECT_EQ(batch.words, (std::vector<int64_t>{0, 8, 5, 6, 7}));
  const at::Tensor expected = at::tensor({11.0F, 11.0F, 3.0F, 10.0F, 10.0F}).unsqueeze(1).expand({5, 2});
  EXPECT_TRUE(batch.embedded_words.grad().equal(expected));
  EXPECT_EQ(batch.slots, (std::vector<int32_t>{1}));
}

TEST(MakeBatch, PadsAfterTheRealTokensTimeMajor) {
  const Batch batch = make_batch(two_reviews(), {0, 1}, at::kCPU);
  EXPECT_EQ(batch.padded_slots().sizes(), (std::vector<int64_t>{16, 2}));
  EXPECT_EQ(values(padded_ids(batch).slice(0, 0, 4)), (std::vector<int64_t>{5, 8, 6, 0, 7, 0, 0, 0}));
  EXPECT_EQ(values(batch.labels), (std::vector<int64_t>{1, 0}));
  EXPECT_EQ(batch.tokens, 4);
}

TEST(MakeBatch, GivesAnEmptyReviewPaddingOnly) {
  Dataset data;
  data.add({}, 0, "empty");
  EXPECT_EQ(values(padded_ids(make_batch(data, {0}, at::kCPU))), std::vector<int64_t>(16, 0));
}

TEST(DropWords, TurnsRealTokensIntoTheUnknownOneAndLeavesPadding) {
  Batch batch = make_batch(two_reviews(), {0, 1}, at::kCPU);
  drop_words(batch, 0.999999999, RandomStream(1, RandomUse::kWordDropout));
  EXPECT_EQ(values(padded_ids(batch).slice(0, 0, 4)), (std::vector<int64_t>{1, 1, 1, 0, 1, 0, 0, 0}));
}

TEST(DropWords, DropsTheAskedShare) {
  const Dataset data = random_reviews(200, 50, 50, 40, 2, 5);
  std::vector<int64_t> rows;
  for (int64_t row = 0; row < 200; ++row) rows.push_back(row);
  Batch batch = make_batch(data, rows, at::kCPU);
  const auto before = padded_ids(batch).eq(Vocabulary::kUnknownId).sum().item<int64_t>();
  drop_words(batch, 0.25, RandomStream(1, RandomUse::kWordDropout));
  const auto after = padded_ids(batch).eq(Vocabulary::kUnknownId).sum().item<int64_t>();
  EXPECT_NEAR(static_cast<double>(after - before) / 10000.0, 0.25,
              0.02);  // 10,000 draws: 3 deviations are 0.013
}

TEST(Sequences, ReversesEachReviewWithinItsLength) {
  const Batch batch = make_batch(two_reviews(), {0, 1}, at::kCPU);
  const at::Tensor states = padded_ids(batch).unsqueeze(2);
  const at::Tensor reversed = batch.sequences.reversed(states);
  EXPECT_EQ(values(reversed.slice(0, 0, 4)), (std::vector<int64_t>{7, 8, 6, 0, 5, 0, 0, 0}));
  EXPECT_EQ(values(batch.sequences.reversed(reversed)), values(states));
  EXPECT_EQ(values(batch.sequences.last(states)), (std::vector<int64_t>{7, 8}));
}

}  // namespace
}  // namespace sentiment
