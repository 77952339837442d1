#include "training/pretraining_plan.h"

#include <algorithm>

#include "core/concat.h"
#include "core/error.h"
#include "core/memory.h"
#include "nn/candidate_sampler.h"
#include "training/language_model_trainer.h"
#include "training/train_plan.h"
#include "training/training_log.h"

namespace sentiment {
namespace {

constexpr int64_t kTimedWindows = 4;

}  // namespace

MemoryEstimate estimate_memory(const PretrainingConfig& config, const TextCorpus& corpus) {
  const double copies = 3.0 + (config.trainer.optimizer.type == OptimizerType::kSgd ? 0.0 : 1.0) +
                        (config.trainer.ema ? 1.0 : 0.0);
  const double to_go_back_to = config.trainer.divergence_retries > 0 ? copies - 1.0 : 0.0;  // no gradient
  const PretrainedShape& shape = config.model.shape;
  double parameters = 0.0;  // in floating point: absurd sizes must not wrap to sensible ones
  for (const ParameterShape& parameter :
       parameter_shapes(config.objective, shape, static_cast<int64_t>(corpus.vocabulary.size()))) {
    double elements = 1.0;
    for (const int64_t size : parameter.shape) elements *= static_cast<double>(size);
    parameters += elements;
  }
  const auto hidden = static_cast<double>(shape.hidden_size);
  // Libtorch's operators keep the logits, without the target's, beside the target's, their softmax, and
  // gradients.
  const double logits = config.trainer.fused() ? 1.0 : 5.0;
  const CandidateSampler candidates(static_cast<int64_t>(corpus.vocabulary.size()),
                                    config.language_model.candidates);
  const double per_token =
      5.0 * static_cast<double>(shape.embedding_size) +
      static_cast<double>(shape.layers) * hidden * static_cast<double>(shape.recurrent_part().gates() + 6) +
      logits * static_cast<double>(candidates.size());
  const double tokens = 1.5 * static_cast<double>(config.language_model.streams) *
                        static_cast<double>(config.language_model.window);
  return {.parameters = 4.0 * (copies + to_go_back_to) * parameters, .batch = 4.0 * tokens * per_token};
}

void expect_memory(const PretrainingConfig& config, const TextCorpus& corpus) {
  if (config.trainer.device != "cpu") return;  // another memory than the process's
  const MemoryEstimate needed = estimate_memory(config, corpus);
  const auto usable = static_cast<double>(usable_memory());
  if (needed.total() <= usable) return;
  throw ConfigError(concat("model: expected a network and windows that fit into the ", fixed(usable / 1e9, 1),
                           " GB this process may have, found some that need about ",
                           fixed(needed.total() / 1e9, 1),
                           " GB; lower model.hidden_size, model.layers, model.embedding_size, "
                           "vocabulary.max_size, language_model.streams or language_model.candidates"));
}

std::string describe_plan(const PretrainingConfig& config, const TextCorpus& corpus,
                          const Parameters& initial, const std::shared_ptr<ThreadPool>& pool) {
  LanguageModelTrainer trainer(config, corpus, initial, at::Device(config.trainer.device), pool);
  trainer.train_step();  // the first step is slower than the rest
  const Progress before = trainer.progress();
  for (int64_t i = 1; i < std::min(kTimedWindows, trainer.total_steps()); ++i) trainer.train_step();
  const Progress& after = trainer.progress();
  const bool timed = after.tokens > before.tokens;
  const double seconds = timed ? after.seconds - before.seconds : after.seconds;
  const auto tokens = static_cast<double>(timed ? after.tokens - before.tokens : after.tokens);
  const double epoch = seconds / tokens * static_cast<double>(corpus.train.texts.tokens());
  const LanguageModelConfig& model = config.model;
  return concat("vocabulary: ", corpus.vocabulary.size(), " tokens of ", corpus.distinct_tokens,
                " different ones in the training part\n", describe(corpus.train, "train", corpus.labels),
                "\n", describe(corpus.valid, "valid (taken from train)", corpus.labels),
                "\nnetwork: ", name_of(model.shape.type), ", ", model.shape.layers, " layer(s), ",
                parameter_count(initial), " parameters\nsteps: ", trainer.steps_per_epoch(), " an epoch, of ",
                config.language_model.streams, " streams by about ", config.language_model.window,
                " tokens\nmemory: about ", fixed(estimate_memory(config, corpus).total() / 1e6, 0),
                " MB for weights, optimizer and a window, beside libtorch and the texts\ntime: about ",
                clock_time(epoch), " an epoch (", fixed(tokens / seconds / 1000.0, 1), "k tokens/s), ",
                clock_time(epoch * static_cast<double>(config.trainer.epochs)), " for ",
                config.trainer.epochs, " epochs, validation not counted\n");
}

}  // namespace sentiment
