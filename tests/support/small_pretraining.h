// A language model and a few random texts, for tests of what stands around its trainer.
#pragma once

#include <memory>
#include <utility>

#include "support/tiny_corpus.h"
#include "training/language_model_trainer.h"

namespace sentiment {

constexpr int64_t kPretrainingVocabulary = 20;

inline PretrainingConfig small_pretraining() {
  PretrainingConfig config;
  config.model.shape = {.embedding_size = 4, .hidden_size = 5};
  config.language_model = {.streams = 2, .window = 5, .candidates = 6};
  config.trainer.epochs = 2;
  return config;
}

inline TextCorpus small_texts() {
  TextCorpus corpus;
  corpus.vocabulary = numbered_vocabulary(kPretrainingVocabulary);
  const auto add = [&](TextPart& part, uint64_t seed) {
    const Dataset reviews = random_reviews(30, 5, 9, kPretrainingVocabulary, 2, seed);
    for (std::size_t row = 0; row < reviews.size(); ++row) part.texts.add(reviews.ids(row));
  };
  add(corpus.train, 1);
  add(corpus.valid, 2);
  return corpus;
}

/// On our own kernels, or with a null pool through libtorch.
inline LanguageModelTrainer small_language_model(
    const PretrainingConfig& config, const TextCorpus& corpus,
    std::shared_ptr<ThreadPool> pool = std::make_shared<ThreadPool>(1)) {
  const Parameters initial =
      initial_parameters(parameter_shapes(config.objective, config.model.shape, kPretrainingVocabulary),
                         config.model.shape.recurrent_part(), 5);
  return {config, corpus, initial, at::kCPU, std::move(pool)};
}

}  // namespace sentiment
