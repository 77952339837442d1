// What a language model has to beat: counts of three words in a row, smoothed by interpolated Kneser-Ney
// (Kneser and Ney 1995; Chen and Goodman 1999) with one discount for each order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "data/text_corpus.h"

namespace sentiment {

class CountLanguageModel {
 public:
  static constexpr int kOrder = 3;
  static constexpr std::size_t kLargestVocabulary = std::size_t{1} << 21;

  /// Counts the texts, each between ends, as TextList::append_as_read says. `vocabulary`
  /// entries, of which the first, the padding, occurs nowhere; at most kLargestVocabulary.
  CountLanguageModel(const TextList& texts, std::size_t vocabulary, bool backward);

  /// The probability of `word` after `before` and, one earlier, `earlier`; over all words they add up to 1.
  double probability(TokenId earlier, TokenId before, TokenId word) const;

  /// exp of the mean negative log-probability of every word, every label in front and every end.
  double perplexity(const TextList& texts) const;

 private:
  /// n-grams of one length: how often each was counted, and what followed each beginning.
  struct Level {
    std::vector<uint64_t> keys;    // ascending
    std::vector<int64_t> counts;   // of each
    std::vector<uint64_t> begins;  // their keys without the last word, each once
    std::vector<int64_t> totals;   // counts of all with that beginning
    std::vector<int64_t> types;    // how many those are
    double discount = 0.0;

    explicit Level(std::vector<uint64_t> found = {});
    /// Its part of the probability, given that of the level below.
    double interpolated(uint64_t key, double below) const;
  };

  std::vector<uint64_t> trigrams_of(const TextList& texts, std::size_t text) const;

  double uniform_;
  bool backward_;
  Level words_;
  Level pairs_;
  Level triples_;
};

}  // namespace sentiment
