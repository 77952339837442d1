// Word vectors from texts: skip-gram with negative sampling (Mikolov et al. 2013).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/thread_pool.h"
#include "embedding/noise_words.h"
#include "embedding/skip_gram_config.h"
#include "embedding/window_group.h"
#include "embedding/word_stream.h"

namespace sentiment {

/// How far training has come; with the two tables, all that continuing needs.
struct SkipGramProgress {
  int64_t epoch = 0;  // from 0; config.epochs at the end
  int64_t batch = 0;  // done in this epoch
  double loss = 0.0;  // sum over this epoch's pairs
  int64_t pairs = 0;

  double mean_loss() const { return pairs == 0 ? 0.0 : loss / static_cast<double>(pairs); }
};

/// The same bits for any number of threads: a batch's changes are computed from the vectors as they were
/// before it, and each vector gets its own in the order of the text.
class SkipGram {
 public:
  /// Borrows the texts, of which one has a word. Vectors have `size` numbers.
  SkipGram(TokenTexts texts, int64_t vocabulary, int64_t size, const SkipGramConfig& config, uint64_t seed);

  /// What a trainer of such vectors holds, but for the order of the texts.
  static double bytes(int64_t vocabulary, int64_t size, const SkipGramConfig& config);

  SkipGram(const SkipGram&) = delete;
  SkipGram& operator=(const SkipGram&) = delete;

  enum class Step { kBatch, kEpochEnd };
  /// Trains on the next batch, or ends the epoch. Precondition: !done().
  Step step(ThreadPool& pool);

  bool done() const { return progress_.epoch == config_.epochs; }
  const SkipGramProgress& progress() const { return progress_; }
  /// Of the epoch that ended last: its sums.
  const SkipGramProgress& last_epoch() const { return last_epoch_; }
  double learning_rate() const;
  /// Words of all epochs that have been read, and their share of all there are to read.
  int64_t words_done() const;
  double share_done() const;

  /// Mean loss over the pairs of other texts, with the same windows and noise at every call; none without
  /// pairs.
  std::optional<double> loss_of(TokenTexts texts, ThreadPool& pool);

  /// [vocabulary, size] the vectors.
  std::vector<float> vectors() const;
  /// [vocabulary, size] the other table, which only training needs.
  std::vector<float> output_vectors() const;
  /// Continues from where another trainer of the same texts, config and seed was. Throws FormatError if the
  /// epoch has fewer batches.
  void restore(const std::vector<float>& vectors, const std::vector<float>& output_vectors,
               const SkipGramProgress& progress);

 private:
  void start_epoch();
  std::size_t compute(const WordBatch& batch, uint64_t number, float rate, ThreadPool& pool);
  void apply(std::size_t lane, std::size_t groups, float rate, bool outputs);

  TokenTexts texts_;
  SkipGramConfig config_;
  uint64_t seed_;
  std::vector<int64_t> counts_;
  std::vector<double> kept_shares_;
  NoiseWords noise_;
  WordTables tables_;
  SkipGramProgress progress_;
  SkipGramProgress last_epoch_;
  std::optional<WordStream> words_;
  WordBatch batch_;
  std::vector<float> input_weights_;  // [vocabulary] pairs of this batch; zero between batches
  std::vector<float> output_weights_;
  std::vector<WindowGroup> groups_;
};

}  // namespace sentiment
