// Which n-grams of the training texts become features, and what naive Bayes makes of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "baselines/linear_svm.h"
#include "baselines/ngrams.h"
#include "core/thread_pool.h"
#include "text/vocabulary.h"

namespace sentiment {

struct NgramFeatures {
  NgramIndex index;                     // feature j is its j-th hash
  std::vector<SparseExample> examples;  // [texts] features, rising
  int64_t min_count = 0;                // texts that every feature is in
};

/// The n-grams that are in at least `min_count` of the texts; more if otherwise there would be more than
/// `max_features` of them.
NgramFeatures ngram_features(std::span<const std::span<const TokenId>> texts, int64_t n, int64_t min_count,
                             std::size_t max_features, ThreadPool& pool);

/// [features] log-ratio of a feature's share among the features of texts with sign +1 and of those with -1,
/// each count smoothed by one (Wang and Manning 2012, section 2.1).
std::vector<float> log_count_ratios(std::span<const SparseExample> examples, std::span<const int8_t> signs,
                                    std::size_t features);

}  // namespace sentiment
