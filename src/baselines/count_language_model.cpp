#include "baselines/count_language_model.h"

#include <algorithm>
#include <cmath>

namespace sentiment {
namespace {

constexpr int kBits = 21;  // of a word in a key
constexpr uint64_t kWord = (uint64_t{1} << kBits) - 1;
constexpr uint64_t kPair = (uint64_t{1} << (2 * kBits)) - 1;

uint64_t key_of(TokenId earlier, TokenId before, TokenId word) {
  return static_cast<uint64_t>(earlier) << (2 * kBits) | static_cast<uint64_t>(before) << kBits |
         static_cast<uint64_t>(word);
}

std::vector<uint64_t> endings(const std::vector<uint64_t>& keys, uint64_t mask) {
  std::vector<uint64_t> found;
  found.reserve(keys.size());
  for (const uint64_t key : keys) found.push_back(key & mask);
  return found;
}

/// The place of a key, or keys.size().
std::size_t place_of(const std::vector<uint64_t>& keys, uint64_t key) {
  const auto found = std::lower_bound(keys.begin(), keys.end(), key);
  return found != keys.end() && *found == key ? static_cast<std::size_t>(found - keys.begin()) : keys.size();
}

}  // namespace

CountLanguageModel::Level::Level(std::vector<uint64_t> found) {
  std::sort(found.begin(), found.end());
  int64_t once = 0;
  int64_t twice = 0;
  for (std::size_t i = 0; i < found.size();) {
    std::size_t end = i;
    while (end < found.size() && found[end] == found[i]) ++end;
    const auto count = static_cast<int64_t>(end - i);
    once += count == 1 ? 1 : 0;
    twice += count == 2 ? 1 : 0;
    const uint64_t begin = found[i] >> kBits;
    if (begins.empty() || begins.back() != begin) {
      begins.push_back(begin);
      totals.push_back(0);
      types.push_back(0);
    }
    totals.back() += count;
    ++types.back();
    keys.push_back(found[i]);
    counts.push_back(count);
    i = end;
  }
  // Ney, Essen and Kneser 1994; a small text may have none that occurs once or twice.
  discount = once == 0 ? 0.5 : static_cast<double>(once) / static_cast<double>(once + 2 * twice);
}

double CountLanguageModel::Level::interpolated(uint64_t key, double below) const {
  const std::size_t begin = place_of(begins, key >> kBits);
  if (begin == begins.size()) return below;
  const std::size_t place = place_of(keys, key);
  const double count = place == keys.size() ? 0.0 : static_cast<double>(counts[place]);
  return (std::max(count - discount, 0.0) + discount * static_cast<double>(types[begin]) * below) /
         static_cast<double>(totals[begin]);
}

CountLanguageModel::CountLanguageModel(const TextList& texts, std::size_t vocabulary, bool backward)
    : uniform_(1.0 / static_cast<double>(vocabulary - 1)), backward_(backward) {
  std::vector<uint64_t> all;
  all.reserve(static_cast<std::size_t>(texts.tokens()) + texts.size());
  for (std::size_t text = 0; text < texts.size(); ++text) {
    const std::vector<uint64_t> own = trigrams_of(texts, text);
    all.insert(all.end(), own.begin(), own.end());
  }
  // Below the longest n-grams not how often one occurs counts but after how many different words.
  triples_ = Level(std::move(all));
  pairs_ = Level(endings(triples_.keys, kPair));
  words_ = Level(endings(pairs_.keys, kWord));
}

std::vector<uint64_t> CountLanguageModel::trigrams_of(const TextList& texts, std::size_t text) const {
  std::vector<TokenId> words;
  texts.append_as_read(text, backward_, words);
  words.push_back(Vocabulary::kEndId);
  std::vector<uint64_t> keys;
  TokenId earlier = Vocabulary::kEndId;
  TokenId before = Vocabulary::kEndId;
  for (const TokenId word : words) {
    keys.push_back(key_of(earlier, before, word));
    earlier = before;
    before = word;
  }
  return keys;
}

double CountLanguageModel::probability(TokenId earlier, TokenId before, TokenId word) const {
  const uint64_t key = key_of(earlier, before, word);
  return triples_.interpolated(key,
                               pairs_.interpolated(key & kPair, words_.interpolated(key & kWord, uniform_)));
}

double CountLanguageModel::perplexity(const TextList& texts) const {
  double loss = 0.0;
  int64_t words = 0;
  for (std::size_t text = 0; text < texts.size(); ++text) {
    for (const uint64_t key : trigrams_of(texts, text)) {
      loss -= std::log(probability(static_cast<TokenId>(key >> (2 * kBits)),
                                   static_cast<TokenId>(key >> kBits & kWord),
                                   static_cast<TokenId>(key & kWord)));
      ++words;
    }
  }
  return std::exp(loss / static_cast<double>(std::max<int64_t>(words, 1)));
}

}  // namespace sentiment
