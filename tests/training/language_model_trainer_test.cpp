// The language model's steps on our own kernels against libtorch's operators.
#include "training/language_model_trainer.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include "data/text_corpus.h"
#include "model/parameters.h"

namespace sentiment {
namespace {

/// Small, with everything dropped that can be.
PretrainingConfig small_config(RecurrentType type, ReadingDirection direction) {
  PretrainingConfig config;
  config.seed = 5;
  config.vocabulary.max_size = 300;
  config.model.shape = {.type = type,
                        .embedding_size = 9,
                        .hidden_size = type == RecurrentType::kGru ? 9 : 12,
                        .layers = 2,
                        .residual = true,
                        .direction = direction};
  config.model.input_dropout = 0.1;
  config.language_model = {.streams = 5, .window = 11, .candidates = 40};
  config.trainer.epochs = 1;
  config.trainer.clip_norm = 0.5;
  return config;
}

TextCorpus sample_texts(const PretrainingConfig& config) {
  const std::filesystem::path file =
      std::filesystem::path(SENTIMENT_SOURCE_DIR) / "data" / "sample" / "valid.csv";
  return read_texts({.locations = {file.native()}, .rows = {}, .valid_fraction = 0.2}, config.tokenizer,
                    config.vocabulary, {std::string(Vocabulary::kEnd)}, 5);
}

Parameters initial(const PretrainingConfig& config, const TextCorpus& corpus) {
  return initial_parameters(
      parameter_shapes(config.objective, config.model.shape, static_cast<int64_t>(corpus.vocabulary.size())),
      config.model.shape.recurrent_part(), 5);
}

LanguageModelTrainer trainer_for(const PretrainingConfig& config, const TextCorpus& corpus, bool fused) {
  return {config, corpus, initial(config, corpus), at::kCPU,
          fused ? std::make_shared<ThreadPool>(2) : nullptr};
}

void expect_close(const Parameters& a, const Parameters& b, double tolerance) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    ASSERT_EQ(a[i].values.size(), b[i].values.size());
    for (std::size_t k = 0; k < a[i].values.size(); ++k)
      ASSERT_NEAR(a[i].values[k], b[i].values[k], tolerance) << a[i].name << " " << k;
  }
}

TEST(LanguageModelTrainer, TakesTheSameStepsThroughBothBackends) {
  for (const RecurrentType type : {RecurrentType::kLstm, RecurrentType::kGru, RecurrentType::kRnn}) {
    for (const ReadingDirection direction : {ReadingDirection::kForward, ReadingDirection::kBackward}) {
      PretrainingConfig config = small_config(type, direction);
      if (direction == ReadingDirection::kBackward) config.trainer.ema = 0.9;
      const TextCorpus corpus = sample_texts(config);
      LanguageModelTrainer ours = trainer_for(config, corpus, true);
      LanguageModelTrainer theirs = trainer_for(config, corpus, false);
      for (int step = 0; step < 6; ++step) {
        const StepReport a = ours.train_step();
        const StepReport b = theirs.train_step();
        ASSERT_NEAR(a.loss, b.loss, 1e-4) << step;
        ASSERT_NEAR(a.clip.norm, b.clip.norm, 1e-3) << step;
      }
      expect_close(ours.values(), theirs.values(), 1e-3);
      expect_close(ours.tensors().carried, theirs.tensors().carried, 1e-3);
      expect_close(ours.kept_values(), theirs.kept_values(), 1e-3);
      const BestModel a = ours.validate();
      const BestModel b = theirs.validate();
      EXPECT_NEAR(a.loss, b.loss, 1e-4);
      EXPECT_NEAR(a.accuracy, b.accuracy, 2e-3);
    }
  }
}

}  // namespace
}  // namespace sentiment
