// The training loop with every regulariser and the settings of fine-tuning at once.
#include <gtest/gtest.h>

#include <cmath>

#include "inference/classifier.h"
#include "support/small_training.h"

namespace sentiment {
namespace {

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
    TrainingRecorder uninterrupted;
    whole.run(uninterrupted);
    // libtorch prepares its kernels per shape, which takes long.
    const std::vector<int64_t> stops =
        through == Through::kLibtorch ? std::vector<int64_t>{7} : std::vector<int64_t>{1, 3, 4, 7, 11, 19};
    for (const int64_t step : stops) {
      TrainingRecorder first(step);
      Trainer stopped(config, corpus, initial(config), at::kCPU, pool_for(through));
      stopped.run(first);
      Trainer resumed(config, corpus, initial(config), at::kCPU, pool_for(through));
      resumed.restore(first.checkpoints.at(step).tensors, first.checkpoints.at(step).progress);
      TrainingRecorder second;
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
    TrainingRecorder recorder;
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
  TrainingRecorder recorder;
  ours.run(recorder);
  for (std::size_t step = 0; step + 1 < recorder.losses.size(); ++step) {
    const auto number = static_cast<int64_t>(step);
    Trainer theirs(config, corpus, initial(config), at::kCPU, pool_for(Through::kLibtorch));
    theirs.restore(recorder.checkpoints.at(number).tensors, recorder.checkpoints.at(number).progress);
    TrainingRecorder two(2);
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
  TrainingRecorder recorder;
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
  TrainingRecorder recorder;
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
    TrainingRecorder recorder;
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

}  // namespace
}  // namespace sentiment
