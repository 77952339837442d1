// What metrics.json says of the model that pretraining keeps, and of the one it has to beat.
#pragma once

#include <cstddef>
#include <optional>

#include "data/text_corpus.h"
#include "json/strict_json.h"
#include "training/progress.h"

namespace sentiment {

/// "best": epoch, step, loss, perplexity ("inf" if no number is that large), accuracy and measured_on.
Json best_language_model(const BestModel& best);

/// The perplexity on `valid` of a model that counts three words in a row in `train`. None, with a line in the
/// log, if the vocabulary has more entries than its keys have room for.
std::optional<double> counting_perplexity(const TextList& train, const TextList& valid,
                                          std::size_t vocabulary, bool backward);

}  // namespace sentiment
