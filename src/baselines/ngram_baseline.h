// The model to beat that counts: a linear classifier on n-grams weighted by naive Bayes (Wang and Manning
// 2012, "NB-SVM"), which is better than a weak recurrent network and is fitted in seconds.
//
// An n-gram counts once in a text. Its value is the log-ratio of how often it is in texts of a label and in
// others, smoothed by one; on these values stands a support vector machine with squared hinge loss, one label
// against the rest. It reads the ids a network reads, so both see the same tokens, cut to the same length.
// The paper's interpolation with the mean weight is left out: it costs three points on long reviews.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "baselines/ngrams.h"
#include "config/baseline_config.h"
#include "core/thread_pool.h"
#include "data/dataset.h"
#include "model/safetensors_source.h"
#include "text/vocabulary.h"

namespace sentiment {

/// What the tokens of a text add to a label's score: its margin less the mean of the others', divided by the
/// temperature, which is the same of the logarithms of the probabilities.
struct NgramContributions {
  double score = 0.0;
  double bias = 0.0;           // the score of a text without known n-grams
  std::vector<double> tokens;  // [tokens], which sum to score - bias but for rounding
};

class NgramBaseline {
 public:
  /// Fits `train`, whose labels are below `classes` >= 1. Any of them may have no example, and texts may be
  /// empty. The result is a function of the arguments, the same for any number of threads. Data with more
  /// than about 40 million n-grams is sampled by `seed` (fitted_examples() says how much), so that memory and
  /// time are bounded.
  static NgramBaseline fit(const Dataset& train, std::size_t classes, const BaselineConfig& config,
                           uint64_t seed, ThreadPool& pool);

  /// Chooses the temperature of the probabilities that makes the labels of `valid` most likely.
  void fit_temperature(const Dataset& valid, ThreadPool& pool);

  /// [classes], sum to 1. A text without known n-grams gets what the biases say.
  std::vector<double> probabilities(std::span<const TokenId> ids) const;
  /// Those of many texts, in their order.
  std::vector<std::vector<double>> probabilities(std::span<const std::span<const TokenId>> texts,
                                                 ThreadPool& pool) const;
  /// The most probable class; the first of equals.
  int32_t classify(std::span<const TokenId> ids) const;
  /// An n-gram's part is shared by its tokens in equal parts, wherever it stands in the text: the integrated
  /// gradient of the product that says whether all of its tokens are there.
  NgramContributions contributions(std::span<const TokenId> ids, int32_t label) const;
  /// Share of `data` labelled rightly; 0 if there are no examples.
  double accuracy(const Dataset& data, ThreadPool& pool) const;

  std::size_t classes() const { return classes_; }
  std::size_t ngrams() const { return index_.size(); }
  int64_t fitted_examples() const { return fitted_examples_; }
  double temperature() const { return temperature_; }

  /// Replaces `path` atomically. `labels` and `vocabulary` are those of the model it is kept with.
  /// Throws Error.
  void write(const std::filesystem::path& path, const std::vector<std::string>& labels,
             const Vocabulary& vocabulary) const;
  /// Reads what write() wrote. Throws Error if the file cannot be read, FormatError if it is damaged or
  /// belongs to a model with other labels or another vocabulary.
  static NgramBaseline read(const std::filesystem::path& path, const std::vector<std::string>& labels,
                            const Vocabulary& vocabulary);
  static NgramBaseline read(const SafetensorsSource& source, const std::vector<std::string>& labels,
                            const Vocabulary& vocabulary);

 private:
  NgramBaseline() = default;

  /// One row speaks for two classes: for the second of them.
  std::size_t rows() const { return classes_ == 2 ? 1 : classes_; }
  std::vector<double> margins(std::span<const TokenId> ids) const;
  /// [rows] by what a row's margin is multiplied in the score of a label.
  std::vector<double> score_factors(int32_t label) const;
  /// Of the margins at temperature 1.
  std::vector<double> probabilities_of(const std::vector<double>& margins) const;

  std::size_t classes_ = 0;
  int64_t n_ = 1;
  int64_t min_count_ = 1;
  double cost_ = 0.0;
  int64_t fitted_examples_ = 0;
  double temperature_ = 1.0;
  NgramIndex index_;
  std::vector<float> weights_;  // [ngrams, rows]
  std::vector<float> biases_;   // [rows]
};

}  // namespace sentiment
