#include "training/train_plan.h"

#include <algorithm>

#include "core/concat.h"
#include "training/memory_estimate.h"
#include "training/trainer.h"
#include "training/training_log.h"

namespace sentiment {
namespace {

constexpr std::size_t kTimedBatches = 4;

/// Seconds an epoch would take with every layer thawed, by the tokens of a few batches spread over it.
double seconds_per_epoch(ExperimentConfig config, const Corpus& corpus, const Parameters& initial,
                         const std::shared_ptr<ThreadPool>& fused) {
  config.trainer.unfreeze_epochs.reset();
  Trainer trainer(config, corpus, initial, at::Device(config.trainer.device), fused);
  const BatchSampler sampler(corpus.train.examples.lengths(), config.trainer.batch_size,
                             static_cast<uint64_t>(config.seed));
  const std::vector<std::vector<int64_t>> batches = sampler.batches(0);
  trainer.train_step(batches.front());  // the first step is slower than the rest
  const Progress before = trainer.progress();
  const std::size_t timed = std::min(kTimedBatches, batches.size());
  for (std::size_t i = 0; i < timed; ++i) trainer.train_step(batches[i * batches.size() / timed]);
  const Progress& after = trainer.progress();
  const auto tokens = static_cast<double>(std::max<int64_t>(after.tokens - before.tokens, 1));
  return (after.seconds - before.seconds) / tokens * static_cast<double>(corpus.train.kept_tokens);
}

}  // namespace

int64_t parameter_count(const Parameters& parameters) {
  int64_t count = 0;
  for (const NamedTensor& parameter : parameters) count += element_count(parameter.shape);
  return count;
}

std::string describe_plan(const ExperimentConfig& config, const Corpus& corpus, const Parameters& initial,
                          const std::shared_ptr<ThreadPool>& fused) {
  const int64_t parameters = parameter_count(initial);
  const double seconds = seconds_per_epoch(config, corpus, initial, fused);
  std::string plan = concat("vocabulary: ", corpus.vocabulary.size(), " tokens of ", corpus.distinct_tokens,
                            " different ones in the training part\n");
  plan += describe(corpus.train, "train", corpus.labels) + "\n";
  plan += describe(corpus.valid, "valid", corpus.labels) + "\n";
  if (corpus.test) plan += describe(*corpus.test, "test", corpus.labels) + "\n";
  if (corpus.unlabelled) plan += describe(*corpus.unlabelled, "unlabelled", {}) + "\n";
  plan += concat("network: ", name_of(config.model.type), ", ", config.model.layers, " layer(s), ",
                 config.model.directions(), " direction(s), ", parameters, " parameters\n");
  plan += concat("memory: about ", fixed(estimate_memory(config, corpus).total() / 1e6, 0),
                 " MB for weights, optimizer and the longest batch, beside libtorch and the data\n");
  plan += concat("time: about ", clock_time(seconds), " an epoch, ",
                 clock_time(seconds * static_cast<double>(config.trainer.epochs)), " for ",
                 config.trainer.epochs, " epochs, validation not counted\n");
  return plan;
}

}  // namespace sentiment
