#include "training/trainer.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/small_training.h"

namespace sentiment {
namespace {

TEST(Trainer, LearnsTheTrainingPart) {
  ExperimentConfig config = small_experiment();
  config.trainer.epochs = 60;
  config.model.dropout = config.model.embedding_dropout = config.model.word_dropout =
      config.model.layer_dropout = 0.0;
  config.model.hidden_size = 16;
  const Corpus corpus = tiny_corpus();
  Trainer trainer(config, corpus, initial_parameters(config.model, 20, 2, 5), at::kCPU);
  TrainingRecorder recorder;
  trainer.run(recorder);
  EXPECT_GT(validate(trainer.kept_network(), corpus.train.examples, 2).accuracy(), 0.95);
}

TEST(Trainer, StopsEarlyWithoutImprovement) {
  ExperimentConfig config = small_experiment();
  config.trainer.epochs = 50;
  config.trainer.patience = 2;
  const Corpus corpus = tiny_corpus();  // labels are random, so validation cannot go on improving
  Trainer trainer(config, corpus, initial(config), at::kCPU);
  TrainingRecorder recorder;
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
  TrainingRecorder recorder;
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
  TrainingRecorder recorder;
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
    TrainingRecorder recorder;
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
  TrainingRecorder recorder;
  EXPECT_EQ(trainer.run(recorder), TrainingEnd::kCompleted);
  EXPECT_NEAR(recorder.losses.front(), std::log(5.0), 0.4);
  EXPECT_EQ(trainer.progress().gradient_tokens, trainer.progress().tokens);
}

}  // namespace
}  // namespace sentiment
