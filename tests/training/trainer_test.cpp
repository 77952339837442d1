#include "training/trainer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "inference/classifier.h"
#include "support/tiny_corpus.h"

namespace sentiment {
namespace {

ExperimentConfig small_experiment() {
  ExperimentConfig config;
  config.model.embedding_size = 6;
  config.model.hidden_size = 5;
  config.model.layers = 2;
  config.model.layer_dropout = 0.2;
  config.trainer.epochs = 2;
  config.trainer.batch_size = 8;
  config.trainer.optimizer.learning_rate = 0.02;
  return config;
}

Parameters initial(const ExperimentConfig& config) { return initial_parameters(config.model, 20, 2, 5); }

/// Keeps every checkpoint, and stops after a given step.
class Recorder : public TrainingObserver {
 public:
  static constexpr int64_t kNever = -2;
  explicit Recorder(int64_t stop_after = kNever) : stop_after_(stop_after) {}
  void on_step(const Trainer& trainer, const StepReport& report) override {
    last_step_ = trainer.progress().step;
    losses.push_back(report.loss);
  }
  void on_validation(const Trainer&, const Validation& validation, bool improved) override {
    validations.push_back(validation.accuracy());
    improvements += improved ? 1 : 0;
  }
  void on_checkpoint(const Trainer& trainer) override {
    checkpoints[trainer.progress().step] = {trainer.tensors(), trainer.progress()};
  }
  bool wants_to_stop() override { return last_step_ == stop_after_; }

  struct Saved {
    TrainerTensors tensors;
    Progress progress;
  };
  std::vector<double> losses;
  std::vector<double> validations;
  int improvements = 0;
  std::map<int64_t, Saved> checkpoints;

 private:
  int64_t stop_after_;
  int64_t last_step_ = -1;
};

/// Bit for bit.
void expect_same(const Parameters& a, const Parameters& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].name, b[i].name);
    EXPECT_EQ(a[i].values, b[i].values) << a[i].name;
  }
}

enum class Through { kLibtorch, kOurKernels };

std::shared_ptr<ThreadPool> pool_for(Through through, int threads = 2) {
  return through == Through::kLibtorch ? nullptr : std::make_shared<ThreadPool>(threads);
}

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
  Recorder uninterrupted;
  EXPECT_EQ(whole.run(uninterrupted), TrainingEnd::kCompleted);
  ASSERT_EQ(whole.progress().step, 20);
  for (int64_t step = 1; step < 20; ++step) {
    Recorder first(step);
    Trainer stopped(config, corpus, initial(config), at::kCPU, pool());
    EXPECT_EQ(stopped.run(first), TrainingEnd::kInterrupted);
    const Recorder::Saved& saved = first.checkpoints.at(step);
    Trainer resumed(config, corpus, initial(config), at::kCPU, pool());
    resumed.restore(saved.tensors, progress_from_json(to_json(saved.progress)));
    Recorder second;
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
  Recorder uninterrupted;
  Trainer whole(config, corpus, initial(config), at::kCPU, pool());
  whole.run(uninterrupted);
  Recorder first(7);
  Trainer stopped(config, corpus, initial(config), at::kCPU, pool());
  stopped.run(first);
  for (const char* lost : {"optimizer", "average", "step"}) {
    Recorder::Saved saved = first.checkpoints.at(7);
    const auto zero = [](Parameters& tensors) {
      for (NamedTensor& tensor : tensors) std::fill(tensor.values.begin(), tensor.values.end(), 0.0F);
    };
    if (std::string(lost) == "optimizer") zero(saved.tensors.optimizer);
    if (std::string(lost) == "average") zero(saved.tensors.average);
    if (std::string(lost) == "step") --saved.progress.step;
    Trainer resumed(config, corpus, initial(config), at::kCPU, pool());
    resumed.restore(saved.tensors, saved.progress);
    Recorder second;
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
    Recorder recorder;
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
      Recorder recorder;
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
    Recorder recorder;
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
  Recorder seldom;
  Trainer plain(config, corpus, initial(config), at::kCPU);
  plain.run(seldom);
  config.checkpoint.every_steps = 1;
  Recorder often;
  Trainer saving(config, corpus, initial(config), at::kCPU);
  saving.run(often);
  EXPECT_EQ(often.checkpoints.size(), 21u);  // the start and each of 20 steps
  expect_same(saving.kept_network().values(), plain.kept_network().values());
}

TEST(Trainer, LearnsTheTrainingPart) {
  ExperimentConfig config = small_experiment();
  config.trainer.epochs = 60;
  config.model.dropout = config.model.embedding_dropout = config.model.word_dropout =
      config.model.layer_dropout = 0.0;
  config.model.hidden_size = 16;
  const Corpus corpus = tiny_corpus();
  Trainer trainer(config, corpus, initial_parameters(config.model, 20, 2, 5), at::kCPU);
  Recorder recorder;
  trainer.run(recorder);
  EXPECT_GT(validate(trainer.kept_network(), corpus.train.examples, 2).accuracy(), 0.95);
}

TEST(Trainer, StopsEarlyWithoutImprovement) {
  ExperimentConfig config = small_experiment();
  config.trainer.epochs = 50;
  config.trainer.patience = 2;
  const Corpus corpus = tiny_corpus();  // labels are random, so validation cannot go on improving
  Trainer trainer(config, corpus, initial(config), at::kCPU);
  Recorder recorder;
  EXPECT_EQ(trainer.run(recorder), TrainingEnd::kStoppedEarly);
  EXPECT_LT(recorder.validations.size(), 50u);
  EXPECT_EQ(trainer.progress().stale_epochs, 2);
}

TEST(Trainer, StopsBeforeTheStepOfALossThatIsNotFinite) {
  ExperimentConfig config = small_experiment();
  const Corpus corpus = tiny_corpus();
  Parameters broken = initial(config);
  broken.back().values[0] = std::numeric_limits<float>::infinity();
  broken.back().values[1] = std::numeric_limits<float>::infinity();
  Trainer trainer(config, corpus, broken, at::kCPU);
  Recorder recorder;
  EXPECT_EQ(trainer.run(recorder), TrainingEnd::kDiverged);
  EXPECT_EQ(trainer.progress().step, 0);
  expect_same(trainer.tensors().current, broken);
}

TEST(Trainer, KeepsAFrozenEmbedding) {
  ExperimentConfig config = small_experiment();
  config.vocabulary.vectors = "given";
  config.vocabulary.freeze_vectors = true;
  const Corpus corpus = tiny_corpus();
  Trainer trainer(config, corpus, initial(config), at::kCPU);
  Recorder recorder;
  trainer.run(recorder);
  EXPECT_EQ(trainer.tensors().current[0].values, initial(config)[0].values);
  EXPECT_NE(trainer.tensors().current[1].values, initial(config)[1].values);
}

TEST(Trainer, ThawsOneLayerMoreAfterTheOther) {
  for (const Through through : {Through::kLibtorch, Through::kOurKernels}) {
    ExperimentConfig config = small_experiment();
    config.trainer.unfreeze_epochs = 0.5;  // 5 steps
    config.trainer.layer_rate_decay = 0.5;
    config.checkpoint.every_steps = 1;
    const Corpus corpus = tiny_corpus();
    Trainer trainer(config, corpus, initial(config), at::kCPU, pool_for(through));
    Recorder recorder;
    trainer.run(recorder);
    const Parameters start = initial(config);
    for (const auto& [step, saved] : recorder.checkpoints) {
      for (std::size_t i = 0; i < start.size(); ++i) {
        const int64_t depth = trainer.layer_schedule().depth_of(start[i].name);
        const bool is_frozen = step <= 5 * depth;
        EXPECT_EQ(saved.tensors.current[i].values == start[i].values, is_frozen) << step << start[i].name;
        EXPECT_EQ(saved.tensors.average[i].values == start[i].values, is_frozen) << step << start[i].name;
      }
    }
  }
}

/// What forgets less, and what makes a network learn less by heart.
ExperimentConfig with_everything() {
  ExperimentConfig config = small_experiment();
  config.model.weight_drop = 0.3;
  config.model.head_hidden_size = 7;
  config.model.head_batch_norm = true;
  config.trainer.adversarial.epsilon = 1.0;
  config.trainer.virtual_adversarial = {.epsilon = 1.0, .weight = 0.5};
  config.trainer.layer_rate_decay = 0.7;
  config.trainer.unfreeze_epochs = 0.3;
  config.trainer.schedule.type = ScheduleType::kSlantedTriangular;
  return config;
}

/// With texts without labels: 5 batches of them for each 10 of the others, some of words of their own.
Corpus corpus_with_more() {
  Corpus corpus = tiny_corpus();
  corpus.unlabelled = part_of(random_reviews(38, 1, 12, 20, 2, 9), 2, "unlabelled");
  return corpus;
}

TEST(Trainer, ResumesExactlyWithEveryRegulariser) {
  const Corpus corpus = corpus_with_more();
  for (const Through through : {Through::kLibtorch, Through::kOurKernels}) {
    const ExperimentConfig config = with_everything();
    Trainer whole(config, corpus, initial(config), at::kCPU, pool_for(through));
    Recorder uninterrupted;
    whole.run(uninterrupted);
    // libtorch prepares its kernels per shape, which takes long.
    const std::vector<int64_t> stops =
        through == Through::kLibtorch ? std::vector<int64_t>{7} : std::vector<int64_t>{1, 3, 4, 7, 11, 19};
    for (const int64_t step : stops) {
      Recorder first(step);
      Trainer stopped(config, corpus, initial(config), at::kCPU, pool_for(through));
      stopped.run(first);
      Trainer resumed(config, corpus, initial(config), at::kCPU, pool_for(through));
      resumed.restore(first.checkpoints.at(step).tensors, first.checkpoints.at(step).progress);
      Recorder second;
      resumed.run(second);
      expect_same(resumed.tensors().current, whole.tensors().current);
      expect_same(resumed.tensors().average, whole.tensors().average);
      expect_same(resumed.tensors().optimizer, whole.tensors().optimizer);
    }
  }
}

TEST(Trainer, GivesTheSameBitsForAnyNumberOfThreadsWithEveryRegulariser) {
  const ExperimentConfig config = with_everything();
  const Corpus corpus = corpus_with_more();
  const auto train = [&](int threads) {
    Trainer trainer(config, corpus, initial(config), at::kCPU, pool_for(Through::kOurKernels, threads));
    Recorder recorder;
    trainer.run(recorder);
    return trainer.kept_network().values();
  };
  expect_same(train(3), train(1));
}

/// Two steps from the same state at a time: where a text's prediction hardly moves, the direction of its
/// virtual perturbation is decided by the last bits, and the runs' ways part after a while.
TEST(Trainer, TakesTheSameStepsThroughBothBackendsWithEveryRegulariser) {
  ExperimentConfig config = with_everything();
  config.checkpoint.every_steps = 1;
  const Corpus corpus = corpus_with_more();
  Trainer ours(config, corpus, initial(config), at::kCPU, pool_for(Through::kOurKernels));
  Recorder recorder;
  ours.run(recorder);
  for (std::size_t step = 0; step + 1 < recorder.losses.size(); ++step) {
    const auto number = static_cast<int64_t>(step);
    Trainer theirs(config, corpus, initial(config), at::kCPU, pool_for(Through::kLibtorch));
    theirs.restore(recorder.checkpoints.at(number).tensors, recorder.checkpoints.at(number).progress);
    Recorder two(number + 2);
    theirs.run(two);
    ASSERT_EQ(two.losses.size(), 2U);
    EXPECT_NEAR(two.losses[0], recorder.losses[step], 1e-3) << step;
    EXPECT_NEAR(two.losses[1], recorder.losses[step + 1], 1e-3) << step;
  }
}

TEST(Trainer, AveragesRunningStatisticsAsItDoesWeights) {
  ExperimentConfig config = small_experiment();
  config.model.head_batch_norm = true;
  config.trainer.ema = 0.5;
  config.checkpoint.every_steps = 1;
  const Corpus corpus = tiny_corpus();
  Trainer trainer(config, corpus, initial(config), at::kCPU, pool_for(Through::kOurKernels));
  Recorder recorder;
  trainer.run(recorder);
  const auto mean = [](const Parameters& tensors) {
    return find(tensors, "output_norm.running_mean").values;
  };
  for (int64_t step = 11; step < 20; ++step) {  // from step 8 on the share is a half
    const std::vector<float> before = mean(recorder.checkpoints.at(step - 1).tensors.average);
    const std::vector<float> current = mean(recorder.checkpoints.at(step).tensors.current);
    const std::vector<float> average = mean(recorder.checkpoints.at(step).tensors.average);
    for (std::size_t i = 0; i < average.size(); ++i)
      EXPECT_NEAR(average[i], (before[i] + current[i]) / 2.0F, 1e-6) << step;
    EXPECT_NE(current, before);
  }
}

TEST(Trainer, LearnsTheTrainingPartUnderAnAdversary) {
  ExperimentConfig config = with_everything();
  config.trainer.epochs = 60;
  config.trainer.unfreeze_epochs = 2.0;
  config.trainer.adversarial.epsilon = 0.2;
  config.trainer.virtual_adversarial.epsilon = 0.2;
  config.model.dropout = config.model.embedding_dropout = config.model.word_dropout =
      config.model.layer_dropout = config.model.weight_drop = 0.0;
  config.model.hidden_size = 16;
  const Corpus corpus = corpus_with_more();
  Trainer trainer(config, corpus, initial(config), at::kCPU, pool_for(Through::kOurKernels));
  Recorder recorder;
  trainer.run(recorder);
  EXPECT_GT(validate(trainer.kept_network(), corpus.train.examples, 2).accuracy(), 0.9);
}

TEST(Trainer, ValidatesWhatTheClassifierAnswers) {
  for (const bool backward : {false, true}) {
    ExperimentConfig config = with_everything();
    config.model.bidirectional = !backward;
    config.model.direction = backward ? ReadingDirection::kBackward : ReadingDirection::kForward;
    config.model.pooling = Pooling::kLastMaxMean;
    const Corpus corpus = corpus_with_more();
    Trainer trainer(config, corpus, initial(config), at::kCPU, pool_for(Through::kOurKernels));
    Recorder recorder;
    trainer.run(recorder);
    const Classifier classifier({.config = config.model,
                                 .tokenizer = {},
                                 .vocabulary = corpus.vocabulary,
                                 .labels = corpus.labels,
                                 .parameters = trainer.kept_network().values()});
    ThreadPool pool(1);
    double loss = 0.0;
    for (std::size_t row = 0; row < corpus.valid.examples.size(); ++row) {
      const TokenIds ids = corpus.valid.examples.ids(row);
      const Probabilities answer = classifier.classify_ids(std::span(&ids, 1), pool).front();
      loss -= std::log(answer[static_cast<std::size_t>(corpus.valid.examples.label(row))]) / 20.0;
    }
    EXPECT_NEAR(loss, validate(trainer.kept_network(), corpus.valid.examples, 2).loss, 1e-6);
  }
}

TEST(Trainer, TrainsFiveClassesWithBalancedWeightsInWindows) {
  ExperimentConfig config = small_experiment();
  config.model.bidirectional = false;
  config.trainer.class_weights = ClassWeights::kBalanced;
  config.trainer.label_smoothing = 0.1;
  config.trainer.bptt = {.window = 4, .loss = BpttLoss::kChunks};
  Corpus corpus = tiny_corpus();
  corpus.labels = {"a", "b", "c", "d", "e"};
  corpus.train = part_of(random_reviews(78, 1, 12, 20, 5, 1), 5, "train");
  corpus.valid = part_of(random_reviews(20, 0, 12, 20, 5, 2), 5, "valid");
  Trainer trainer(config, corpus, initial_parameters(config.model, 20, 5, 5), at::kCPU);
  Recorder recorder;
  EXPECT_EQ(trainer.run(recorder), TrainingEnd::kCompleted);
  EXPECT_NEAR(recorder.losses.front(), std::log(5.0), 0.4);
  EXPECT_EQ(trainer.progress().gradient_tokens, trainer.progress().tokens);
}

}  // namespace
}  // namespace sentiment
