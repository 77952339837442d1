#include "embedding/word_stream.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "core/random.h"

namespace sentiment {

std::vector<int64_t> count_words(TokenTexts texts, int64_t vocabulary) {
  std::vector<int64_t> counts(static_cast<std::size_t>(vocabulary));
  for (const TokenId id : texts.ids) {
    if (id < 0 || id >= vocabulary) throw std::logic_error("a text has an id that is not in the vocabulary");
    ++counts[static_cast<std::size_t>(id)];
  }
  return counts;
}

std::vector<double> kept_shares(const std::vector<int64_t>& counts, double subsample) {
  const int64_t all = std::accumulate(counts.begin(), counts.end(), int64_t{0});
  std::vector<double> shares(counts.size(), 1.0);
  for (std::size_t id = 0; id < counts.size(); ++id) {
    if (counts[id] == 0 || subsample == 0.0) continue;
    const double ratio = subsample * static_cast<double>(all) / static_cast<double>(counts[id]);
    shares[id] = std::min(1.0, std::sqrt(ratio) + ratio);
  }
  return shares;
}

WordStream::WordStream(TokenTexts texts, const std::vector<double>& kept_shares, uint64_t seed, int64_t epoch)
    : texts_(texts), kept_shares_(kept_shares), seed_(seed), epoch_(epoch), order_(texts.size()) {
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  shuffle(order_, RandomStream(seed, RandomUse::kEpochOrder, {static_cast<uint64_t>(epoch)}));
}

bool WordStream::next(WordBatch& batch) {
  batch.words.clear();
  batch.pieces.clear();
  for (int32_t piece = 0; batch.words.size() < kBatchWords; ++piece) {
    while (left_begin_ == left_.size() && next_ < order_.size()) {
      const std::size_t text = order_[next_++];
      left_.clear();
      left_begin_ = 0;
      const RandomStream stream(seed_, RandomUse::kSubsample, {static_cast<uint64_t>(epoch_), text});
      for (std::size_t i = texts_.begins[text]; i < texts_.begins[text + 1]; ++i) {
        const TokenId id = texts_.ids[i];
        if (stream.uniform(i - texts_.begins[text]) < kept_shares_[static_cast<std::size_t>(id)])
          left_.push_back(id);
      }
      read_ += texts_.begins[text + 1] - texts_.begins[text];
    }
    const std::size_t count = std::min(left_.size() - left_begin_, kBatchWords - batch.words.size());
    if (count == 0) break;
    const auto begin = left_.begin() + static_cast<std::ptrdiff_t>(left_begin_);
    batch.words.insert(batch.words.end(), begin, begin + static_cast<std::ptrdiff_t>(count));
    batch.pieces.insert(batch.pieces.end(), count, piece);
    left_begin_ += count;
  }
  return !batch.words.empty();
}

double WordStream::progress() const {
  return texts_.ids.empty() ? 1.0 : static_cast<double>(read_) / static_cast<double>(texts_.ids.size());
}

}  // namespace sentiment
