// A run whose output bias grows fourfold a step, until it is no number: weight decay times the rate is 5, so
// each weight is multiplied by 1 - 5. With half the rate it still grows by half, with a quarter it shrinks.
#include "training/divergence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "support/temporary_folder.h"
#include "support/tiny_corpus.h"
#include "training/resume.h"
#include "training/trainer.h"

namespace sentiment {
namespace {

ExperimentConfig growing() {
  ExperimentConfig config;
  config.model.embedding_size = 6;
  config.model.hidden_size = 5;
  config.trainer.epochs = 5;
  config.trainer.batch_size = 8;  // 10 steps an epoch
  config.trainer.clip_norm.reset();
  config.trainer.optimizer.type = OptimizerType::kSgd;
  config.trainer.optimizer.momentum = 0.0;
  config.trainer.optimizer.learning_rate = 0.1;
  config.trainer.optimizer.weight_decay = 50.0;
  config.trainer.schedule.type = ScheduleType::kConstant;
  config.trainer.schedule.warmup_fraction = 0.0;
  return config;
}

Parameters start(const ExperimentConfig& config) {
  Parameters parameters = initial_parameters(config.model, 20, 2, 5);
  for (NamedTensor& tensor : parameters) {
    for (float& value : tensor.values) value *= 1e-6F;
  }
  for (float& value : parameters.back().values) value = 1e34F;  // the largest float is 3.4e38
  return parameters;
}

Trainer trainer_of(const ExperimentConfig& config, const Corpus& corpus, bool fused = true) {
  return {config, corpus, start(config), at::kCPU, fused ? std::make_shared<ThreadPool>(1) : nullptr};
}

/// Stops after some steps, keeps what a checkpoint would.
class Watcher : public TrainingObserver {
 public:
  explicit Watcher(int64_t most_steps = std::numeric_limits<int64_t>::max()) : most_steps_(most_steps) {}
  void on_step(const Trainer&, const StepReport& report) override {
    ++steps;
    rates.push_back(report.learning_rate);
  }
  void on_validation(const Trainer&, const Validation&, bool) override {}
  void on_checkpoint(const Trainer& trainer) override {
    saved = {trainer.tensors(), trainer.progress()};
    good.reset();
    if (trainer.good_state() != nullptr) good = *trainer.good_state();
  }
  void on_divergence(const Trainer&, const Divergence& divergence) override {
    divergences.push_back(divergence);
  }
  bool wants_to_stop() override { return steps >= most_steps_; }

  int64_t steps = 0;
  std::vector<double> rates;
  std::vector<Divergence> divergences;
  GoodState saved;
  std::optional<GoodState> good;

 private:
  int64_t most_steps_;
};

void expect_same(const Parameters& a, const Parameters& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].values, b[i].values) << a[i].name;
}

bool same_or_both_nan(const std::vector<float>& a, const std::vector<float>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](float x, float y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

/// On our own kernels, or through libtorch, which is ahead of what is read by up to an epoch.
class DivergenceThrough : public testing::TestWithParam<bool> {};

TEST_P(DivergenceThrough, GoesBackToTheEndOfTheLastEpochWithHalfTheRate) {
  const ExperimentConfig config = growing();
  const Corpus corpus = tiny_corpus();
  Trainer trainer = trainer_of(config, corpus, GetParam());
  Watcher watcher;
  EXPECT_EQ(trainer.run(watcher), TrainingEnd::kCompleted);
  // The decay adds 50 times the weight: of 1e34 * 4^5 that is more than a float holds, and of 1e34 * 1.5^17.
  ASSERT_EQ(watcher.divergences.size(), 2u);
  EXPECT_EQ(watcher.divergences[0].step, 7);
  EXPECT_EQ(watcher.divergences[0].back_to, 0);
  EXPECT_EQ(watcher.divergences[0].rate_factor, 0.5);
  EXPECT_EQ(watcher.divergences[0].learning_rate, 0.1);
  EXPECT_TRUE(std::isnan(watcher.divergences[0].loss));
  EXPECT_EQ(watcher.divergences[1].number, 2);
  EXPECT_EQ(watcher.divergences[1].step, 19);
  EXPECT_EQ(watcher.divergences[1].back_to, 10);
  EXPECT_EQ(watcher.divergences[1].rate_factor, 0.25);
  EXPECT_EQ(watcher.steps, 7 + 19 + 40);
  EXPECT_EQ(watcher.rates[7], 0.05);
  EXPECT_EQ(watcher.rates.back(), 0.025);
  EXPECT_EQ(trainer.progress().step, 50);
  EXPECT_EQ(trainer.progress().divergences, 2);
  EXPECT_EQ(trainer.progress().gradient.steps(), 50);  // those of the state, not the lost ones
}

TEST_P(DivergenceThrough, EndsARunWhoseRetriesAreUsedUp) {
  const Corpus corpus = tiny_corpus();
  for (const int64_t retries : {0, 1}) {
    ExperimentConfig config = growing();
    config.trainer.divergence_retries = retries;
    Trainer trainer = trainer_of(config, corpus, GetParam());
    Watcher watcher;
    EXPECT_EQ(trainer.run(watcher), TrainingEnd::kDiverged);
    EXPECT_EQ(watcher.divergences.size(), static_cast<std::size_t>(retries));
    EXPECT_EQ(trainer.progress().step, retries == 0 ? 6 : 18);
    EXPECT_EQ(trainer.progress().best.has_value(), retries == 1);
  }
}

INSTANTIATE_TEST_SUITE_P(BothBackends, DivergenceThrough, testing::Bool());

TEST(Divergence, LeavesTheSameWeightsHoweverLateItIsFound) {
  const Corpus corpus = tiny_corpus();
  for (const int64_t retries : {0, 2}) {
    const auto end_of = [&](int64_t log_every_steps) {
      ExperimentConfig config = growing();
      config.trainer.divergence_retries = retries;
      config.trainer.log_every_steps = log_every_steps;
      Trainer trainer = trainer_of(config, corpus, false);
      Watcher watcher;
      trainer.run(watcher);
      return trainer.tensors();
    };
    const TrainerTensors at_once = end_of(1);
    const TrainerTensors late = end_of(1000);
    for (std::size_t i = 0; i < at_once.current.size(); ++i)
      EXPECT_TRUE(same_or_both_nan(late.current[i].values, at_once.current[i].values)) << i;
  }
}

TEST(Divergence, IsResumedToTheSameBitsFromEveryStep) {
  const ExperimentConfig config = growing();
  const Corpus corpus = tiny_corpus();
  Trainer whole = trainer_of(config, corpus);
  Watcher undisturbed;
  whole.run(undisturbed);
  for (int64_t steps = 1; steps < undisturbed.steps; ++steps) {
    Trainer stopped = trainer_of(config, corpus);
    Watcher first(steps);
    EXPECT_EQ(stopped.run(first), TrainingEnd::kInterrupted);
    Trainer resumed = trainer_of(config, corpus);
    resumed.restore(first.saved.tensors, progress_from_json(to_json(first.saved.progress)), first.good);
    Watcher second;
    EXPECT_EQ(resumed.run(second), TrainingEnd::kCompleted);
    expect_same(resumed.tensors().current, whole.tensors().current);
    expect_same(resumed.tensors().average, whole.tensors().average);
    EXPECT_EQ(resumed.progress().rate_factor, 0.25);
    EXPECT_EQ(dump_json(resumed.progress().gradient.state()), dump_json(whole.progress().gradient.state()));
  }
}

TEST(Divergence, IsResumedToOthersWithoutTheStateToGoBackTo) {
  const ExperimentConfig config = growing();
  const Corpus corpus = tiny_corpus();
  Trainer whole = trainer_of(config, corpus);
  Watcher undisturbed;
  whole.run(undisturbed);
  Trainer stopped = trainer_of(config, corpus);
  Watcher first(7 + 15);
  stopped.run(first);
  ASSERT_TRUE(first.good);
  EXPECT_EQ(first.good->progress.step, 10);
  Trainer resumed = trainer_of(config, corpus);
  resumed.restore(first.saved.tensors, first.saved.progress);
  Watcher second;
  EXPECT_EQ(resumed.run(second), TrainingEnd::kCompleted);
  EXPECT_EQ(second.divergences.at(0).back_to, 15);
  EXPECT_NE(resumed.tensors().current[1].values, whole.tensors().current[1].values);
}

TEST(Divergence, HasTheStateToGoBackToInACheckpointWithinAnEpoch) {
  const ExperimentConfig config = growing();
  const Corpus corpus = tiny_corpus();
  Trainer stopped = trainer_of(config, corpus);
  Watcher first(7 + 15);
  stopped.run(first);
  Model model;
  model.vocabulary = corpus.vocabulary;
  model.labels = corpus.labels;
  const Checkpoint checkpoint = make_checkpoint(stopped, model, RunOrigin{});
  Trainer resumed = trainer_of(config, corpus);
  restore_trainer(resumed, checkpoint);
  ASSERT_NE(resumed.good_state(), nullptr);
  EXPECT_EQ(resumed.good_state()->progress.step, 10);
  expect_same(resumed.good_state()->tensors.current, first.good->tensors.current);
  expect_same(resumed.good_state()->tensors.average, first.good->tensors.average);
  expect_same(resumed.good_state()->tensors.optimizer, first.good->tensors.optimizer);
  for (const char* lost :
       {"good.current.output.bias", "good.average.output.bias", "good.optimizer.momentum.output.bias"}) {
    Checkpoint broken = checkpoint;
    std::erase_if(broken.tensors, [&](const NamedTensor& tensor) { return tensor.name == lost; });
    EXPECT_NE(message_of<FormatError>([&] { restore_trainer(resumed, broken); }), "") << lost;
  }
  Checkpoint strange = checkpoint;
  strange.tensors.push_back({"good.weights", {1}, {0.0F}});
  EXPECT_EQ(message_of<FormatError>([&] { restore_trainer(resumed, strange); }),
            "checkpoint: the run has no tensor \"good.weights\"");
}

TEST(Divergence, IsAnEventAndASentence) {
  const Divergence divergence{.number = 1,
                              .step = 31,
                              .back_to = 20,
                              .loss = std::numeric_limits<double>::quiet_NaN(),
                              .gradient_norm = std::numeric_limits<double>::infinity(),
                              .learning_rate = 0.5,
                              .rate_factor = 0.25};
  EXPECT_EQ(
      dump_json(to_json(divergence)),
      R"({"event":"divergence","step":20,"number":1,"diverged_at":31,"loss":"nan","gradient_norm":"inf",)"
      R"("learning_rate":0.5,"rate_factor":0.25})");
  EXPECT_EQ(
      describe(divergence, 2),
      "training diverged at step 31 (loss nan, gradient norm inf, learning rate 5.0e-01): back to step 20 "
      "with half the learning rate, 0.25 of the schedule's from now on (retry 1 of 2)");
  EXPECT_EQ(finite_or_name(-std::numeric_limits<double>::infinity()), Json("-inf"));
}

TEST(ProgressOfAnOlderCheckpoint, HasNotDiverged) {
  Progress progress;
  progress.step = 7;
  progress.divergences = 2;
  progress.rate_factor = 0.25;
  Json state = to_json(progress);
  EXPECT_EQ(progress_from_json(state).rate_factor, 0.25);
  EXPECT_EQ(progress_from_json(state).divergences, 2);
  for (const char* member : {"divergences", "rate_factor", "gradient"}) state.erase(member);
  EXPECT_EQ(progress_from_json(state).step, 7);
  EXPECT_EQ(progress_from_json(state).rate_factor, 1.0);
}

}  // namespace
}  // namespace sentiment
