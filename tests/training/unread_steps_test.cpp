// Steps that are read late: nothing may depend on when.
#include "training/unread_steps.h"

#include <ATen/ops/scalar_tensor.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "support/small_pretraining.h"
#include "support/small_training.h"

namespace sentiment {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

StepTensors tensors(double loss, double norm) {
  const ClipReport clip{.norm = norm, .clipped = true, .scaled = false};
  return {.loss = at::scalar_tensor(loss, at::kDouble),
          .correct = at::scalar_tensor(int64_t{3}, at::kLong),
          .divergence = {},
          .cut_elements = at::scalar_tensor(int64_t{7}, at::kLong),
          .clip = to_tensors(clip)};
}

UnreadStep step(int64_t number) {
  UnreadStep step;
  step.report.step = number;
  return step;
}

TEST(UnreadSteps, GetTheirNumbersInTheirOrder) {
  UnreadSteps unread;
  EXPECT_TRUE(unread.read().empty());
  unread.add(step(1), tensors(0.5, 2.0));
  unread.add(step(2), tensors(0.25, 3.0));
  const std::vector<UnreadStep> steps = unread.read();
  EXPECT_TRUE(unread.empty());
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[0].report.loss, 0.5);
  EXPECT_EQ(steps[1].report.step, 2);
  EXPECT_EQ(steps[1].report.loss, 0.25);
  EXPECT_EQ(steps[1].report.correct, 3);
  EXPECT_EQ(steps[1].report.cut_elements, 7);
  EXPECT_EQ(steps[1].report.divergence, std::nullopt);
  EXPECT_EQ(steps[1].report.clip.norm, 3.0);
  EXPECT_TRUE(steps[1].report.clip.clipped);
  EXPECT_FALSE(steps[1].report.clip.scaled);
  EXPECT_EQ(steps[1].gradient.norm, 3.0);
  EXPECT_EQ(steps[1].gradient.cut_elements, 7);
}

TEST(UnreadSteps, EndWithTheFirstThatIsNotFinite) {
  for (const StepTensors& bad : {tensors(kNan, 1.0), tensors(1.0, kNan)}) {
    UnreadSteps unread;
    unread.add(step(1), tensors(0.5, 2.0));
    unread.add(step(2), bad);
    unread.add(step(3), tensors(0.25, 3.0));
    const std::vector<UnreadStep> steps = unread.read();
    ASSERT_EQ(steps.size(), 2u);
    EXPECT_EQ(steps[0].report.step, 1);
    EXPECT_EQ(steps[1].report.step, 1);  // taken so far
  }
}

TEST(UnreadSteps, AreInVainFromTheFirstThatIsNotFiniteUntilTheyAreRead) {
  UnreadSteps unread;
  const auto is_in_vain = [&](double loss, double norm) {
    const bool found = unread.is_in_vain(tensors(loss, norm)).item<float>() == 1.0F;
    unread.add(step(1), tensors(loss, norm));
    return found;
  };
  for (int reading = 0; reading < 2; ++reading) {
    EXPECT_FALSE(is_in_vain(1.0, 1.0));
    EXPECT_TRUE(reading == 0 ? is_in_vain(kNan, 1.0) : is_in_vain(1.0, kNan));
    EXPECT_TRUE(is_in_vain(1.0, 1.0));
    unread.read();
  }
}

/// Through libtorch, with diagnostics and both ways of clipping.
struct WholeRun {
  explicit WholeRun(int64_t log_every_steps, int64_t stop_after = TrainingRecorder::kNever)
      : recorder(stop_after) {
    config.trainer.log_every_steps = log_every_steps;
    config.trainer.clip_value = 0.01;
    end = trainer.run(recorder);
  }
  ExperimentConfig config = small_experiment();
  Corpus corpus = tiny_corpus();
  Trainer trainer{config, corpus, initial(config), at::kCPU};
  TrainingRecorder recorder;
  TrainingEnd end = TrainingEnd::kDiverged;
};

/// All but the norms of parts, which are looked at when a line of the log is written.
std::string record_of(const WholeRun& run) {
  Json state = run.trainer.progress().gradient.state();
  for (const char* member : {"close_looks", "part_sums"}) state.erase(member);
  return dump_json(state);
}

TEST(RunningAhead, ChangesNothingThatIsReported) {
  const WholeRun often(1);
  const WholeRun seldom(7);
  EXPECT_EQ(often.end, TrainingEnd::kCompleted);
  ASSERT_EQ(seldom.recorder.steps.size(), 20u);
  EXPECT_EQ(seldom.recorder.steps, often.recorder.steps);
  EXPECT_EQ(seldom.recorder.losses, often.recorder.losses);
  EXPECT_EQ(record_of(seldom), record_of(often));
  EXPECT_EQ(seldom.trainer.progress().tokens, often.trainer.progress().tokens);
  EXPECT_GT(often.trainer.progress().clipped_steps, 0);
  EXPECT_EQ(seldom.trainer.progress().clipped_steps, often.trainer.progress().clipped_steps);
  expect_same(seldom.trainer.kept_network().values(), often.trainer.kept_network().values());
}

TEST(RunningAhead, HasReadEveryStepThatACheckpointIsOf) {
  const WholeRun stopped(1000, 3);
  EXPECT_EQ(stopped.end, TrainingEnd::kInterrupted);
  EXPECT_EQ(stopped.recorder.steps, (std::vector<int64_t>{1, 2, 3}));
  const TrainingRecorder::Saved& saved = stopped.recorder.checkpoints.at(3);
  EXPECT_EQ(saved.progress.gradient.steps(), 3);
  EXPECT_EQ(saved.progress.tokens, stopped.trainer.progress().tokens);
}

/// Keeps the last checkpoint, and stops after so many steps.
class Stopper : public LanguageModelObserver {
 public:
  explicit Stopper(int64_t stop_after) : stop_after_(stop_after) {}
  void on_step(const LanguageModelTrainer&, const StepReport& report) override {
    losses.push_back(report.loss);
  }
  void on_validation(const LanguageModelTrainer&, const BestModel&, bool) override {}
  void on_checkpoint(const LanguageModelTrainer& trainer) override {
    saved = {trainer.tensors(), trainer.progress()};
  }
  void on_divergence(const LanguageModelTrainer&, const Divergence&) override {}
  bool wants_to_stop() override { return asked_++ == stop_after_; }

  std::vector<double> losses;
  GoodState saved;

 private:
  int64_t stop_after_;
  int64_t asked_ = 0;
};

TEST(RunningAhead, IsResumedWithTheCarriedStatesOfALanguageModel) {
  PretrainingConfig config = small_pretraining();
  config.trainer.log_every_steps = 1000;
  const TextCorpus corpus = small_texts();
  const auto through_libtorch = [&] { return small_language_model(config, corpus, nullptr); };
  LanguageModelTrainer whole = through_libtorch();
  Stopper never(-1);
  EXPECT_EQ(whole.run(never), TrainingEnd::kCompleted);
  LanguageModelTrainer stopped = through_libtorch();
  Stopper first(3);
  EXPECT_EQ(stopped.run(first), TrainingEnd::kInterrupted);
  ASSERT_EQ(first.losses.size(), 3u);
  LanguageModelTrainer resumed = through_libtorch();
  resumed.restore(first.saved.tensors, first.saved.progress);
  Stopper second(-1);
  EXPECT_EQ(resumed.run(second), TrainingEnd::kCompleted);
  std::vector<double> losses = first.losses;
  losses.insert(losses.end(), second.losses.begin(), second.losses.end());
  EXPECT_EQ(losses, never.losses);
  expect_same(resumed.values(), whole.values());
}

}  // namespace
}  // namespace sentiment
