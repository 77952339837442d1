// The tied softmax against libtorch's autograd on the same equations in double precision.
#include "nn/tied_softmax.h"

#include <ATen/Functions.h>
#include <gtest/gtest.h>

#include <cmath>

#include "nn/torch_softmax.h"

namespace sentiment {
namespace {

constexpr int64_t kTokens = 300;  // more than two blocks
constexpr int64_t kWords = 40;
constexpr int64_t kHidden = 7;
constexpr int64_t kEmbedding = 5;

struct Case {
  at::Tensor states = at::sin(at::arange(kTokens * kHidden, at::kFloat)).view({kTokens, kHidden});
  at::Tensor words = at::cos(at::arange(kWords * kEmbedding, at::kFloat)).view({kWords, kEmbedding});
  at::Tensor projection =
      at::sin(at::arange(kEmbedding * kHidden, at::kFloat).mul(3)).view({kEmbedding, kHidden});
  at::Tensor projection_bias = at::arange(kEmbedding, at::kFloat).div(10);
  SoftmaxTask task;

  Case() {
    for (int64_t word = 0; word < kWords; word += 3) {
      task.candidates.push_back(word);
      task.candidate_offsets.push_back(static_cast<float>(word) / 50.0F);
    }
    for (int64_t token = 0; token < kTokens; ++token) {
      const int64_t target = token * 7 % kWords;
      task.targets.push_back(target);
      task.target_offsets.push_back(static_cast<float>(target) / 50.0F);
      task.hits.push_back(target % 3 == 0 ? target / 3 : -1);
    }
  }
  TiedOutput output() const { return {projection, projection_bias, words}; }
};

/// The same loss, by definition: the target against the candidates that are not the target.
struct Expected {
  double loss;
  at::Tensor states, words, projection, projection_bias, offsets;
};

Expected expected(const Case& given) {
  const auto leaf = [](const at::Tensor& t) { return t.to(at::kDouble).requires_grad_(true); };
  const at::Tensor states = leaf(given.states);
  const at::Tensor words = leaf(given.words);
  const at::Tensor projection = leaf(given.projection);
  const at::Tensor bias = leaf(given.projection_bias);
  const at::Tensor offsets = leaf(at::arange(kWords, at::kDouble).div(50));
  const at::Tensor logits = at::addmm(bias, states, projection.t()).mm(words.t()).add(offsets);
  at::Tensor allowed = at::full({kTokens, kWords}, -1e30, at::kDouble);
  for (int64_t token = 0; token < kTokens; ++token) {
    for (const int64_t candidate : given.task.candidates) allowed[token][candidate] = 0.0;
    allowed[token][given.task.targets[static_cast<std::size_t>(token)]] = 0.0;
  }
  at::Tensor targets = at::empty({kTokens}, at::kLong);
  for (int64_t token = 0; token < kTokens; ++token)
    targets[token] = given.task.targets[static_cast<std::size_t>(token)];
  const at::Tensor loss = at::nll_loss(at::log_softmax(logits.add(allowed), 1), targets);
  loss.backward();
  return {loss.item<double>(), states.grad(), words.grad(), projection.grad(), bias.grad(), offsets.grad()};
}

void expect_close(const at::Tensor& found, const at::Tensor& expected, const char* what) {
  ASSERT_EQ(found.sizes(), expected.sizes()) << what;
  EXPECT_LT(found.to(at::kDouble).sub(expected).norm().item<double>(), 1e-5 * expected.norm().item<double>())
      << what;
}

TEST(TiedSoftmax, GivesLossAndGradientOfTheTargetAgainstTheCandidates) {
  const Case given;
  const Expected right = expected(given);
  TiedSoftmax softmax(std::make_shared<ThreadPool>(2));
  const SoftmaxGradient found = softmax.run(given.states, given.output(), given.task);
  EXPECT_NEAR(found.loss.item<double>(), right.loss, 1e-5);
  expect_close(found.states, right.states, "states");
  expect_close(found.words, right.words, "words");
  expect_close(found.projection, right.projection, "projection");
  expect_close(found.projection_bias, right.projection_bias, "projection bias");
  expect_close(found.word_offsets, right.offsets, "offsets");
}

TEST(TiedSoftmax, GivesTheSameBitsForAnyNumberOfThreads) {
  const Case given;
  TiedSoftmax one(std::make_shared<ThreadPool>(1));
  TiedSoftmax three(std::make_shared<ThreadPool>(3));
  const SoftmaxGradient a = one.run(given.states, given.output(), given.task);
  const SoftmaxGradient b = three.run(given.states, given.output(), given.task);
  EXPECT_EQ(a.loss.item<double>(), b.loss.item<double>());
  EXPECT_TRUE(a.states.equal(b.states));
  EXPECT_TRUE(a.words.equal(b.words));
  EXPECT_TRUE(a.projection.equal(b.projection));
}

TEST(TiedSoftmax, ScoresAgainstAllWordsButThePadding) {
  const Case given;
  std::vector<int32_t> targets;
  for (int64_t token = 0; token < kTokens; ++token)
    targets.push_back(static_cast<int32_t>(1 + token % (kWords - 1)));
  const at::Tensor bias = at::arange(kWords, at::kFloat).div(50);
  ThreadPool pool(2);
  const SoftmaxScore found = score_all_words(given.states, given.output(), bias, targets, pool);
  at::Tensor logits =
      at::addmm(given.projection_bias, given.states, given.projection.t()).mm(given.words.t());
  logits = at::log_softmax(logits.add(bias).narrow(1, 1, kWords - 1), 1);
  double loss = 0.0;
  for (int64_t token = 0; token < kTokens; ++token)
    loss -= logits[token][targets[static_cast<std::size_t>(token)] - 1].item<double>();
  EXPECT_NEAR(found.loss, loss, 1e-3);
}

TEST(TiedSoftmax, ScoresThroughLibtorchAsOnOurThreads) {
  const Case given;
  const at::Tensor states = given.states.repeat({4, 1});  // more than one block of them
  std::vector<int32_t> targets;
  for (int64_t token = 0; token < 4 * kTokens; ++token)
    targets.push_back(static_cast<int32_t>(1 + token * 11 % (kWords - 1)));
  const at::Tensor bias = at::arange(kWords, at::kFloat).div(50);
  ThreadPool pool(2);
  const SoftmaxScore ours = score_all_words(states, given.output(), bias, targets, pool);
  const SoftmaxScore theirs = score_through_libtorch(states, given.output(), bias, targets);
  EXPECT_NEAR(theirs.loss, ours.loss, 1e-2);
  EXPECT_EQ(theirs.correct, ours.correct);
  EXPECT_GT(ours.correct, 0);
}

}  // namespace
}  // namespace sentiment
