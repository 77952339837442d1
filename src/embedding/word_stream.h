// The words of an epoch, batch by batch: texts in a new order, frequent words left out at random.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "text/vocabulary.h"

namespace sentiment {

/// Texts as ids, borrowed.
struct TokenTexts {
  std::span<const TokenId> ids;         // of all texts, one after another
  std::span<const std::size_t> begins;  // [texts + 1] where each begins in `ids`

  std::size_t size() const { return begins.size() - 1; }
};

/// How often each id occurs. Throws std::logic_error for an id that the vocabulary does not have.
std::vector<int64_t> count_words(TokenTexts texts, int64_t vocabulary);

/// The share of a word's occurrences that is kept: sqrt(t / f) + t / f of a word that is the share f of all
/// words, as word2vec's program does it (its paper has no second term); 1 for rare words and for t = 0.
std::vector<double> kept_shares(const std::vector<int64_t>& counts, double subsample);

struct WordBatch {
  std::vector<TokenId> words;
  std::vector<int32_t> pieces;  // [words] which piece of text a word stands in: windows end at its ends
};

class WordStream {
 public:
  /// Borrows both. A function of its arguments alone.
  WordStream(TokenTexts texts, const std::vector<double>& kept_shares, uint64_t seed, int64_t epoch);

  /// Fills `batch` with about kBatchWords words; false at the end.
  bool next(WordBatch& batch);

  /// Words of the epoch that have been read, left out or not; and their share of all.
  int64_t words_read() const { return static_cast<int64_t>(read_); }
  double progress() const;

  /// Words of a batch: so few that the vectors hardly change within it, so many that the threads hardly wait.
  static constexpr std::size_t kBatchWords = 512;

 private:
  TokenTexts texts_;
  const std::vector<double>& kept_shares_;
  uint64_t seed_;
  int64_t epoch_;
  std::vector<std::size_t> order_;  // of texts
  std::size_t next_ = 0;            // in `order_`
  std::vector<TokenId> left_;       // words of the text last taken that wait for the next batch
  std::size_t left_begin_ = 0;
  std::size_t read_ = 0;
};

}  // namespace sentiment
