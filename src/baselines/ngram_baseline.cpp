#include "baselines/ngram_baseline.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "baselines/linear_svm.h"
#include "baselines/ngram_features.h"
#include "core/random.h"
#include "metrics/calibration.h"

namespace sentiment {
namespace {

constexpr int64_t kMaxNgrams = 40'000'000;                 // 480 MB while they are counted
constexpr std::size_t kMaxWeights = std::size_t{1} << 25;  // 134 MB
constexpr int64_t kMaxVisits = int64_t{4'000'000'000};     // in all rows together: some twenty seconds
constexpr uint64_t kSampleStream = 0xFFFF'FFFF'FFFF'FFFF;  // beyond those of the classes
constexpr std::size_t kTextsPerTask = 64;

/// All rows, or as many drawn by `seed` as have kMaxNgrams; rising.
std::vector<std::size_t> rows_to_fit(const Dataset& train, int64_t n, uint64_t seed) {
  std::vector<std::size_t> rows(train.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  if (train.tokens() * n <= kMaxNgrams) return rows;
  shuffle(rows, RandomStream(seed, RandomUse::kBaselineOrder, {kSampleStream}));
  int64_t ngrams = 0;
  std::size_t taken = 0;
  while (taken < rows.size() && ngrams <= kMaxNgrams)
    ngrams += n * static_cast<int64_t>(train.ids(rows[taken++]).size());
  rows.resize(taken);
  std::sort(rows.begin(), rows.end());
  return rows;
}

/// +1 for examples of the class that row `row` of the weights speaks for.
std::vector<int8_t> signs_of(const Dataset& train, const std::vector<std::size_t>& rows, std::size_t label) {
  std::vector<int8_t> signs;
  signs.reserve(rows.size());
  for (const std::size_t row : rows)
    signs.push_back(train.label(row) == static_cast<int32_t>(label) ? int8_t{1} : int8_t{-1});
  return signs;
}

std::vector<std::span<const TokenId>> texts_of(const Dataset& data) {
  std::vector<std::span<const TokenId>> texts;
  texts.reserve(data.size());
  for (std::size_t row = 0; row < data.size(); ++row) texts.push_back(data.ids(row));
  return texts;
}

std::size_t most_probable(const std::vector<double>& probabilities) {
  return static_cast<std::size_t>(std::max_element(probabilities.begin(), probabilities.end()) -
                                  probabilities.begin());
}

}  // namespace

NgramBaseline NgramBaseline::fit(const Dataset& train, std::size_t classes, const BaselineConfig& config,
                                 uint64_t seed, ThreadPool& pool) {
  NgramBaseline baseline;
  baseline.classes_ = classes;
  baseline.n_ = config.n;
  baseline.cost_ = config.cost;
  const std::size_t outputs = baseline.rows();
  const std::vector<std::size_t> rows = rows_to_fit(train, config.n, seed);
  std::vector<std::span<const TokenId>> texts;
  for (const std::size_t row : rows) texts.push_back(train.ids(row));
  NgramFeatures features = ngram_features(texts, config.n, config.min_count, kMaxWeights / outputs, pool);
  baseline.fitted_examples_ = static_cast<int64_t>(rows.size());
  baseline.min_count_ = features.min_count;
  baseline.index_ = std::move(features.index);
  const std::size_t ngrams = baseline.index_.size();
  baseline.weights_.resize(ngrams * outputs);
  baseline.biases_.resize(outputs);
  pool.run(outputs, [&](std::size_t output) {
    const std::vector<int8_t> signs = signs_of(train, rows, outputs == 1 ? classes - 1 : output);
    const std::vector<float> ratios = log_count_ratios(features.examples, signs, ngrams);
    const LinearModel fitted = fit_svm({.examples = features.examples,
                                        .values = ratios,
                                        .signs = signs,
                                        .cost = config.cost,
                                        .max_visits = kMaxVisits / static_cast<int64_t>(outputs)},
                                       seed, output);
    baseline.biases_[output] = fitted.bias;
    for (std::size_t j = 0; j < ngrams; ++j) baseline.weights_[j * outputs + output] = fitted.weights[j];
  });
  return baseline;
}

std::vector<double> NgramBaseline::margins(std::span<const TokenId> ids) const {
  std::vector<uint64_t> ngrams;
  distinct_ngrams(ids, n_, ngrams);
  std::vector<double> sums(biases_.begin(), biases_.end());
  for (const uint64_t ngram : ngrams) {
    const uint32_t feature = index_.find(ngram);
    if (feature == NgramIndex::kNone) continue;
    for (std::size_t row = 0; row < sums.size(); ++row) sums[row] += weights_[feature * sums.size() + row];
  }
  return sums;
}

std::vector<double> NgramBaseline::probabilities_of(const std::vector<double>& margins) const {
  std::vector<double> scores = margins;
  if (classes_ == 2) scores.insert(scores.begin(), 0.0);
  const double largest = *std::max_element(scores.begin(), scores.end());
  double sum = 0.0;
  for (double& score : scores) sum += score = std::exp((score - largest) / temperature_);
  for (double& score : scores) score /= sum;
  return scores;
}

std::vector<double> NgramBaseline::probabilities(std::span<const TokenId> ids) const {
  return probabilities_of(margins(ids));
}

std::vector<std::vector<double>> NgramBaseline::probabilities(std::span<const std::span<const TokenId>> texts,
                                                              ThreadPool& pool) const {
  std::vector<std::vector<double>> all(texts.size());
  pool.run((texts.size() + kTextsPerTask - 1) / kTextsPerTask, [&](std::size_t task) {
    const std::size_t end = std::min((task + 1) * kTextsPerTask, texts.size());
    for (std::size_t i = task * kTextsPerTask; i < end; ++i) all[i] = probabilities(texts[i]);
  });
  return all;
}

std::vector<double> NgramBaseline::score_factors(int32_t label) const {
  const auto chosen = static_cast<std::size_t>(label);
  if (classes_ == 2) return {(chosen == 1 ? 1.0 : -1.0) / temperature_};
  std::vector<double> factors(classes_, -1.0 / (static_cast<double>(classes_ - 1) * temperature_));
  factors[chosen] = 1.0 / temperature_;
  return factors;
}

NgramContributions NgramBaseline::contributions(std::span<const TokenId> ids, int32_t label) const {
  const std::vector<double> factors = score_factors(label);
  NgramContributions found;
  found.tokens.resize(ids.size());
  const auto score_of = [&](const auto& row_values) {
    double score = 0.0;
    for (std::size_t row = 0; row < factors.size(); ++row) score += factors[row] * row_values[row];
    return score;
  };
  found.bias = score_of(biases_);
  found.score = score_of(margins(ids));
  std::vector<PlacedNgram> placed = placed_ngrams(ids, n_);
  std::stable_sort(placed.begin(), placed.end(),
                   [](const PlacedNgram& a, const PlacedNgram& b) { return a.hash < b.hash; });
  for (auto first = placed.begin(); first != placed.end();) {
    const auto last =
        std::find_if(first, placed.end(), [&](const auto& one) { return one.hash != first->hash; });
    if (const uint32_t feature = index_.find(first->hash); feature != NgramIndex::kNone) {
      const double part = score_of(std::span(weights_).subspan(feature * factors.size(), factors.size())) /
                          static_cast<double>((last - first)) / static_cast<double>(first->length);
      for (auto one = first; one != last; ++one) {
        for (std::size_t i = 0; i < one->length; ++i) found.tokens[one->begin + i] += part;
      }
    }
    first = last;
  }
  return found;
}

int32_t NgramBaseline::classify(std::span<const TokenId> ids) const {
  return static_cast<int32_t>(most_probable(probabilities(ids)));
}

void NgramBaseline::fit_temperature(const Dataset& valid, ThreadPool& pool) {
  temperature_ = 1.0;
  const std::vector<std::vector<double>> answers = probabilities(texts_of(valid), pool);
  TemperatureFit fit;
  for (std::size_t row = 0; row < answers.size(); ++row)
    fit.add(answers[row], static_cast<std::size_t>(valid.label(row)));
  temperature_ = fit.temperature();
}

double NgramBaseline::accuracy(const Dataset& data, ThreadPool& pool) const {
  if (data.size() == 0) return 0.0;
  const std::vector<std::vector<double>> answers = probabilities(texts_of(data), pool);
  int64_t right = 0;
  for (std::size_t row = 0; row < answers.size(); ++row)
    right += static_cast<int32_t>(most_probable(answers[row])) == data.label(row) ? 1 : 0;
  return static_cast<double>(right) / static_cast<double>(data.size());
}

}  // namespace sentiment
