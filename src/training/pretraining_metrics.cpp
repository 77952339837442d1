#include "training/pretraining_metrics.h"

#include <cmath>

#include "baselines/count_language_model.h"
#include "core/concat.h"
#include "core/log.h"
#include "training/divergence.h"

namespace sentiment {

Json best_language_model(const BestModel& best) {
  return {{"epoch", best.epoch},       {"step", best.step},
          {"loss", best.loss},         {"perplexity", finite_or_name(std::exp(best.loss))},
          {"accuracy", best.accuracy}, {"measured_on", "validation part"}};
}

std::optional<double> counting_perplexity(const TextList& train, const TextList& valid,
                                          std::size_t vocabulary, bool backward) {
  if (vocabulary > CountLanguageModel::kLargestVocabulary) {
    log_info(concat("not compared with a model that counts three words: the vocabulary has ", vocabulary,
                    " entries, counting is for at most ", CountLanguageModel::kLargestVocabulary));
    return std::nullopt;
  }
  return CountLanguageModel(train, vocabulary, backward).perplexity(valid);
}

}  // namespace sentiment
