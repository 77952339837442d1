// Why the LSTM: on a task where the first token alone decides the label and a hundred others follow, the LSTM
// learns it, the vanilla RNN's gradient vanishes on the way, and a truncated gradient never gets there.
#include <gtest/gtest.h>

#include "support/tiny_corpus.h"
#include "training/trainer.h"

namespace sentiment {
namespace {

constexpr int64_t kVocabulary = 6;  // the special tokens and two for each label
constexpr std::size_t kFillers = 100;

/// The parity of the first token is the label; fillers come from the same vocabulary.
Dataset first_token_decides(int64_t count, uint64_t seed) {
  const RandomStream random(seed, RandomUse::kBootstrap);
  Dataset data;
  uint64_t draw = 0;
  for (int64_t row = 0; row < count; ++row) {
    std::vector<TokenId> ids(1 + kFillers);
    for (TokenId& id : ids) id = static_cast<TokenId>(2 + random.below(draw++, kVocabulary - 2));
    data.add(ids, ids.front() % 2, "row");
  }
  return data;
}

/// Stops once the task is learnt; says nothing.
class StopWhenLearnt : public TrainingObserver {
 public:
  void on_step(const Trainer&, const StepReport&) override {}
  void on_validation(const Trainer&, const Validation& validation, bool) override {
    learnt_ = validation.accuracy() >= 0.99;
  }
  void on_checkpoint(const Trainer&) override {}
  bool wants_to_stop() override { return learnt_; }

 private:
  bool learnt_ = false;
};

ExperimentConfig experiment(RecurrentType type, std::optional<int64_t> window, int64_t seed) {
  ExperimentConfig config;
  config.seed = seed;
  config.model.type = type;
  config.model.bidirectional = false;
  config.model.pooling = Pooling::kLast;
  config.model.embedding_size = 16;
  config.model.hidden_size = 64;
  if (type == RecurrentType::kLstm)
    config.model.forget_bias = 5.0;  // a gate of 0.993 keeps half after 100 tokens
  config.model.dropout = config.model.embedding_dropout = config.model.word_dropout = 0.0;
  config.trainer.epochs = 6;
  config.trainer.optimizer.learning_rate = 0.003;
  config.trainer.schedule.type = ScheduleType::kConstant;
  config.trainer.ema.reset();
  config.trainer.bptt.window = window;
  return config;
}

/// Accuracy on fresh data.
double accuracy(RecurrentType type, std::optional<int64_t> window, int64_t seed) {
  ExperimentConfig config = experiment(type, window, seed);
  // The network that learns may take its time. The others are stopped after 375 steps, by when it has learnt
  // or nearly.
  const bool learns = type == RecurrentType::kLstm && !window;
  if (!learns) config.trainer.epochs = 3;
  const auto stream = static_cast<uint64_t>(seed) * 10;
  Corpus corpus;
  corpus.labels = {"even", "odd"};
  corpus.vocabulary = numbered_vocabulary(kVocabulary);
  corpus.train = part_of(first_token_decides(learns ? 8000 : 4000, stream), 2, "train");
  corpus.valid = part_of(first_token_decides(100, stream + 1), 2, "valid");
  Trainer trainer(config, corpus,
                  initial_parameters(config.model, kVocabulary, 2, static_cast<uint64_t>(seed)), at::kCPU,
                  std::make_shared<ThreadPool>(available_cores()));
  StopWhenLearnt observer;
  trainer.run(observer);
  return validate(trainer.kept_network(), first_token_decides(1000, stream + 2), 2).accuracy();
}

/// In how many of five seeds `holds` is true of the accuracy.
template <class Condition>
int seeds_where(RecurrentType type, std::optional<int64_t> window, Condition holds) {
  int count = 0;
  for (int64_t seed = 1; seed <= 5; ++seed) count += holds(accuracy(type, window, seed)) ? 1 : 0;
  return count;
}

TEST(Lecture, TheLstmCarriesTheFirstTokenOverAHundredOthers) {
  EXPECT_GE(seeds_where(RecurrentType::kLstm, std::nullopt, [](double a) { return a >= 0.95; }), 4);
}

TEST(Lecture, TheVanillaRnnForgetsIt) {
  EXPECT_GE(seeds_where(RecurrentType::kRnn, std::nullopt, [](double a) { return a < 0.60; }), 4);
}

TEST(Lecture, TheTruncatedGradientNeverReachesIt) {
  EXPECT_GE(seeds_where(RecurrentType::kLstm, 20, [](double a) { return a < 0.60; }), 4);
}

TEST(Lecture, TheFirstTokensGradientIsExactlyZeroBeyondTheWindow) {
  const ExperimentConfig config = experiment(RecurrentType::kLstm, 20, 1);
  std::vector<TokenId> ids(1 + kFillers, 3);
  ids.front() = 2;  // occurs nowhere else
  Dataset data;
  data.add(ids, 0, "row");
  const Network network(config.model, initial_parameters(config.model, kVocabulary, 2, 1), at::kCPU, true);
  const Batch batch = make_batch(data, {0}, at::kCPU);
  const auto first_token_gradient = [&](const BpttConfig& bptt) {
    network.tensors().front().mutable_grad() = at::Tensor();
    batch_loss(network, batch, Dropout(1, 1), bptt, {}).loss.backward();
    return network.tensors().front().grad()[2].abs().max().item<double>();
  };
  EXPECT_EQ(first_token_gradient({.window = 20, .loss = BpttLoss::kFinal}), 0.0);
  EXPECT_GT(first_token_gradient({}), 0.0);
}

}  // namespace
}  // namespace sentiment
