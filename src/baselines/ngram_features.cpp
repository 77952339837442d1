#include "baselines/ngram_features.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace sentiment {
namespace {

constexpr std::size_t kTextsPerTask = 64;
constexpr int kPartBits = 6;  // n-grams are counted in parts, by their first bits: each part fits the cache
constexpr std::size_t kParts = std::size_t{1} << kPartBits;

struct CountedNgram {
  uint64_t hash;
  int64_t texts;
};

using Texts = std::vector<std::vector<uint64_t>>;  // [texts] distinct n-grams, rising

void for_each_text(std::size_t texts, ThreadPool& pool, const std::function<void(std::size_t)>& body) {
  pool.run((texts + kTextsPerTask - 1) / kTextsPerTask, [&](std::size_t task) {
    const std::size_t end = std::min((task + 1) * kTextsPerTask, texts);
    for (std::size_t i = task * kTextsPerTask; i < end; ++i) body(i);
  });
}

/// The n-grams with the first bits `part` that are in at least `min_count` texts, rising.
std::vector<CountedNgram> count_part(const Texts& texts, uint64_t part, int64_t min_count) {
  std::vector<uint64_t> all;
  for (const std::vector<uint64_t>& ngrams : texts) {
    auto ngram = std::lower_bound(ngrams.begin(), ngrams.end(), part << (64 - kPartBits));
    for (; ngram != ngrams.end() && *ngram >> (64 - kPartBits) == part; ++ngram)
      all.push_back(*ngram << kPartBits);  // without the bits that all share
  }
  sort_hashes(all);
  std::vector<CountedNgram> counted;
  for (std::size_t begin = 0; begin < all.size();) {
    std::size_t end = begin + 1;
    while (end < all.size() && all[end] == all[begin]) ++end;
    if (const auto count = static_cast<int64_t>(end - begin); count >= min_count)
      counted.push_back({all[begin] >> kPartBits | part << (64 - kPartBits), count});
    begin = end;
  }
  return counted;
}

/// The lowest count at which at most `max_features` are left.
int64_t sufficient_count(const std::vector<std::vector<CountedNgram>>& parts, int64_t min_count,
                         std::size_t max_features) {
  std::vector<int64_t> counts;
  for (const auto& part : parts) {
    for (const CountedNgram& ngram : part) counts.push_back(ngram.texts);
  }
  if (counts.size() <= max_features) return min_count;
  std::sort(counts.begin(), counts.end(), std::greater<>());
  return counts[max_features] + 1;  // of the first that has no room
}

}  // namespace

NgramFeatures ngram_features(std::span<const std::span<const TokenId>> texts, int64_t n, int64_t min_count,
                             std::size_t max_features, ThreadPool& pool) {
  Texts ngrams(texts.size());
  for_each_text(texts.size(), pool, [&](std::size_t i) {
    distinct_ngrams(texts[i], n, ngrams[i]);
    ngrams[i].shrink_to_fit();
  });
  std::vector<std::vector<CountedNgram>> parts(kParts);
  pool.run(kParts, [&](std::size_t part) { parts[part] = count_part(ngrams, part, min_count); });

  NgramFeatures features;
  features.min_count = sufficient_count(parts, min_count, max_features);
  std::vector<uint64_t> hashes;
  for (const auto& part : parts) {
    for (const CountedNgram& ngram : part) {
      if (ngram.texts >= features.min_count) hashes.push_back(ngram.hash);
    }
  }
  features.index = NgramIndex(std::move(hashes));
  features.examples.resize(texts.size());
  for_each_text(texts.size(), pool, [&](std::size_t i) {
    SparseExample found;
    for (const uint64_t ngram : ngrams[i]) {
      if (const uint32_t feature = features.index.find(ngram); feature != NgramIndex::kNone)
        found.push_back(feature);
    }
    found.shrink_to_fit();
    features.examples[i] = std::move(found);
    std::vector<uint64_t>().swap(ngrams[i]);
  });
  return features;
}

std::vector<float> log_count_ratios(std::span<const SparseExample> examples, std::span<const int8_t> signs,
                                    std::size_t features) {
  struct Counts {
    double with = 1.0;
    double against = 1.0;
  };
  std::vector<Counts> counts(features);
  for (std::size_t i = 0; i < examples.size(); ++i) {
    for (const uint32_t j : examples[i]) (signs[i] > 0 ? counts[j].with : counts[j].against) += 1.0;
  }
  Counts sums{0.0, 0.0};
  for (const Counts& count : counts) {
    sums.with += count.with;
    sums.against += count.against;
  }
  const double shift = std::log(sums.against) - std::log(sums.with);
  std::vector<float> ratios;
  ratios.reserve(features);
  for (const Counts& count : counts)
    ratios.push_back(static_cast<float>(std::log(count.with / count.against) + shift));
  return ratios;
}

}  // namespace sentiment
