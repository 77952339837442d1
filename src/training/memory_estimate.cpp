#include "training/memory_estimate.h"

#include <algorithm>

#include "core/concat.h"
#include "core/error.h"
#include "core/log.h"
#include "core/memory.h"
#include "model/parameters.h"
#include "training/training_log.h"

namespace sentiment {
namespace {

std::string gigabytes(double bytes) { return fixed(bytes / 1e9, 1) + " GB"; }

/// In floating point: absurd sizes must not wrap to sensible ones.
double number_of_parameters(const ExperimentConfig& config, const Corpus& corpus) {
  double count = 0.0;
  for (const ParameterShape& parameter :
       parameter_shapes(config.model, static_cast<int64_t>(corpus.vocabulary.size()),
                        static_cast<int64_t>(corpus.labels.size()))) {
    double elements = 1.0;
    for (const int64_t size : parameter.shape) elements *= static_cast<double>(size);
    count += elements;
  }
  return count;
}

/// Under an adversary each token has its own row of the embedding and of its projection, which are else
/// shared by the words of a batch, and a gradient and a change of it.
double adversarial_features(const ExperimentConfig& config) {
  const TrainerConfig& trainer = config.trainer;
  if (!trainer.adversarial.epsilon && !trainer.virtual_adversarial.epsilon) return 0.0;
  return 5.0 * static_cast<double>(config.model.embedding_size) +
         static_cast<double>(config.model.state_size()) * static_cast<double>(config.model.gates());
}

/// Tokens of the longest text that is trained on.
int64_t longest_text(const Corpus& corpus) {
  int64_t longest = 0;
  for (const int64_t length : corpus.train.examples.lengths()) longest = std::max(longest, length);
  if (!corpus.unlabelled) return longest;
  for (const int64_t length : corpus.unlabelled->examples.lengths()) longest = std::max(longest, length);
  return longest;
}

}  // namespace

MemoryEstimate estimate_memory(const ExperimentConfig& config, const Corpus& corpus) {
  const double copies = 3.0 + (config.trainer.optimizer.type == OptimizerType::kSgd ? 0.0 : 1.0) +
                        (config.trainer.ema ? 1.0 : 0.0);
  const double to_go_back_to = config.trainer.divergence_retries > 0 ? copies - 1.0 : 0.0;  // no gradient
  const auto longest = static_cast<double>(longest_text(corpus));
  const ModelConfig& model = config.model;
  const double per_token = 3.0 * static_cast<double>(model.embedding_size) + adversarial_features(config) +
                           static_cast<double>(model.layers) * static_cast<double>(model.state_size()) *
                               static_cast<double>(model.gates() + 6);
  return {.parameters = 4.0 * (copies + to_go_back_to) * number_of_parameters(config, corpus),
          .batch = 4.0 * longest * static_cast<double>(config.trainer.batch_size) * per_token};
}

void expect_memory(const ExperimentConfig& config, const Corpus& corpus) {
  const MemoryEstimate needed = estimate_memory(config, corpus);
  const auto usable = static_cast<double>(usable_memory());
  if (needed.parameters > usable) {
    throw ConfigError(concat("model: expected a network that fits into the ", gigabytes(usable),
                             " this process may have, found one that needs about ",
                             gigabytes(needed.parameters),
                             " for weights, gradient and optimizer; lower model.hidden_size, model.layers, "
                             "model.embedding_size or vocabulary.max_size"));
  }
  if (needed.total() > usable) {
    log_warning(concat("the longest batch may need ", gigabytes(needed.total()), ", this process may have ",
                       gigabytes(usable), "; lower trainer.batch_size or tokenizer.max_tokens"));
  }
}

}  // namespace sentiment
