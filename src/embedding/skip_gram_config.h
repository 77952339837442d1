// How word vectors are learnt.
#pragma once

#include <cstdint>

#include "json/settings.h"

namespace sentiment {

/// Defaults are those of word2vec, but for the rate and the epochs.
struct SkipGramConfig {
  int64_t window = 5;
  int64_t negatives = 5;
  double subsample = 1e-4;
  int64_t epochs = 5;
  double learning_rate = 0.05;
};

void visit_settings(SkipGramConfig& config, SettingsVisitor& visit);

}  // namespace sentiment
