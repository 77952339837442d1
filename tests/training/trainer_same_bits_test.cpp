// The same training twice: resumed, with another seed, number of threads or backend, with checkpoints.
#include <gtest/gtest.h>

#include "support/small_training.h"

namespace sentiment {
namespace {

class ResumeAtEveryStep : public testing::TestWithParam<std::tuple<OptimizerType, Through>> {
 protected:
  OptimizerType optimizer() const { return std::get<0>(GetParam()); }
  std::shared_ptr<ThreadPool> pool() const { return pool_for(std::get<1>(GetParam())); }
};

TEST_P(ResumeAtEveryStep, EqualsARunThatNeverStopped) {
  ExperimentConfig config = small_experiment();
  config.trainer.optimizer.type = optimizer();
  config.trainer.schedule.type =
      optimizer() == OptimizerType::kSgd ? ScheduleType::kPlateau : ScheduleType::kOneCycle;
  const Corpus corpus = tiny_corpus();
  Trainer whole(config, corpus, initial(config), at::kCPU, pool());
  TrainingRecorder uninterrupted;
  EXPECT_EQ(whole.run(uninterrupted), TrainingEnd::kCompleted);
  ASSERT_EQ(whole.progress().step, 20);
  for (int64_t step = 1; step < 20; ++step) {
    TrainingRecorder first(step);
    Trainer stopped(config, corpus, initial(config), at::kCPU, pool());
    EXPECT_EQ(stopped.run(first), TrainingEnd::kInterrupted);
    const TrainingRecorder::Saved& saved = first.checkpoints.at(step);
    Trainer resumed(config, corpus, initial(config), at::kCPU, pool());
    resumed.restore(saved.tensors, progress_from_json(to_json(saved.progress)));
    TrainingRecorder second;
    EXPECT_EQ(resumed.run(second), TrainingEnd::kCompleted);
    expect_same(resumed.tensors().current, whole.tensors().current);
    expect_same(resumed.tensors().average, whole.tensors().average);
    expect_same(resumed.tensors().optimizer, whole.tensors().optimizer);
  }
}

TEST_P(ResumeAtEveryStep, DiffersIfAPieceOfTheStateIsLost) {
  ExperimentConfig config = small_experiment();
  config.trainer.optimizer.type = optimizer();
  const Corpus corpus = tiny_corpus();
  TrainingRecorder uninterrupted;
  Trainer whole(config, corpus, initial(config), at::kCPU, pool());
  whole.run(uninterrupted);
  TrainingRecorder first(7);
  Trainer stopped(config, corpus, initial(config), at::kCPU, pool());
  stopped.run(first);
  for (const char* lost : {"optimizer", "average", "step"}) {
    TrainingRecorder::Saved saved = first.checkpoints.at(7);
    const auto zero = [](Parameters& tensors) {
      for (NamedTensor& tensor : tensors) std::fill(tensor.values.begin(), tensor.values.end(), 0.0F);
    };
    if (std::string(lost) == "optimizer") zero(saved.tensors.optimizer);
    if (std::string(lost) == "average") zero(saved.tensors.average);
    if (std::string(lost) == "step") --saved.progress.step;
    Trainer resumed(config, corpus, initial(config), at::kCPU, pool());
    resumed.restore(saved.tensors, saved.progress);
    TrainingRecorder second;
    resumed.run(second);
    EXPECT_NE(resumed.kept_network().values()[0].values, whole.kept_network().values()[0].values) << lost;
  }
}

INSTANTIATE_TEST_SUITE_P(EveryOptimizer, ResumeAtEveryStep,
                         testing::Combine(testing::Values(OptimizerType::kSgd, OptimizerType::kAdam,
                                                          OptimizerType::kAdamW),
                                          testing::Values(Through::kLibtorch, Through::kOurKernels)));

TEST(Trainer, GivesTheSameBitsForTheSameSeedAndOthersForAnother) {
  ExperimentConfig config = small_experiment();
  const Corpus corpus = tiny_corpus();
  const auto train = [&] {
    Trainer trainer(config, corpus, initial(config), at::kCPU);
    TrainingRecorder recorder;
    trainer.run(recorder);
    return trainer.kept_network().values();
  };
  const Parameters first = train();
  expect_same(train(), first);
  config.seed = 43;
  EXPECT_NE(train()[0].values, first[0].values);
}

TEST(Trainer, GivesTheSameBitsForAnyNumberOfThreads) {
  for (const RecurrentType type : {RecurrentType::kLstm, RecurrentType::kGru, RecurrentType::kRnn}) {
    ExperimentConfig config = small_experiment();
    config.model.type = type;
    config.model.pooling = Pooling::kLastMaxMean;
    config.trainer.batch_size = 24;
    config.trainer.clip_value = 0.01;
    const Corpus corpus = tiny_corpus();
    const auto train = [&](int threads) {
      Trainer trainer(config, corpus, initial(config), at::kCPU, pool_for(Through::kOurKernels, threads));
      TrainingRecorder recorder;
      trainer.run(recorder);
      return trainer.kept_network().values();
    };
    const Parameters one = train(1);
    for (const int threads : {2, 3, 4}) expect_same(train(threads), one);
  }
}

TEST(Trainer, TakesTheSameStepsThroughBothBackends) {
  ExperimentConfig config = small_experiment();
  config.trainer.epochs = 10;
  const Corpus corpus = tiny_corpus();
  const auto losses = [&](Through through) {
    Trainer trainer(config, corpus, initial(config), at::kCPU, pool_for(through));
    TrainingRecorder recorder;
    trainer.run(recorder);
    return recorder.losses;
  };
  const std::vector<double> ours = losses(Through::kOurKernels);
  const std::vector<double> theirs = losses(Through::kLibtorch);
  ASSERT_EQ(ours.size(), 100u);
  for (std::size_t step = 0; step < ours.size(); ++step) EXPECT_NEAR(ours[step], theirs[step], 2e-4) << step;
}

TEST(Trainer, IsNotChangedByCheckpoints) {
  ExperimentConfig config = small_experiment();
  const Corpus corpus = tiny_corpus();
  TrainingRecorder seldom;
  Trainer plain(config, corpus, initial(config), at::kCPU);
  plain.run(seldom);
  config.checkpoint.every_steps = 1;
  TrainingRecorder often;
  Trainer saving(config, corpus, initial(config), at::kCPU);
  saving.run(often);
  EXPECT_EQ(often.checkpoints.size(), 21u);  // the start and each of 20 steps
  expect_same(saving.kept_network().values(), plain.kept_network().values());
}

}  // namespace
}  // namespace sentiment
