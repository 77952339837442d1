#include "embedding/skip_gram_config.h"

namespace sentiment {

void visit_settings(SkipGramConfig& config, SettingsVisitor& visit) {
  visit.integer("window", config.window, between(1, 20),
                "words on each side that a word predicts; each word draws a window of 1 to this");
  visit.integer("negatives", config.negatives, between(1, 100), "noise words that weigh against each pair");
  visit.number("subsample", config.subsample, from_below(0, 1),
               "words more frequent than this share of the text are left out at random; 0 for none");
  visit.integer("epochs", config.epochs, between(1, 1000), "passes over the texts");
  visit.number("learning_rate", config.learning_rate, inside(0, 1),
               "step size at the start; it falls to zero");
}

}  // namespace sentiment
