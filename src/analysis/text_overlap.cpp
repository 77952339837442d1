#include "analysis/text_overlap.h"

#include <xxhash.h>

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "data/record_reader.h"
#include "text/tokenizer.h"

namespace sentiment {
namespace {

/// 128 bits: two texts that differ are not taken for one.
struct TextHash {
  uint64_t high = 0;
  uint64_t low = 0;
  bool operator==(const TextHash&) const = default;
};

struct HashOfTextHash {
  std::size_t operator()(const TextHash& hash) const { return hash.low; }
};

/// Hashes texts by their tokens.
class TextHasher {
 public:
  explicit TextHasher(const TokenizerConfig& config) : tokenizer_(config) {}

  /// None for a text without tokens.
  std::optional<TextHash> hash(std::string_view text) {
    tokenizer_.tokenize(text, tokens_);
    if (tokens_.size() == 0) return std::nullopt;
    joined_.clear();
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      joined_ += tokens_[i];
      joined_ += '\n';
    }
    const XXH128_hash_t hash = XXH3_128bits(joined_.data(), joined_.size());
    return TextHash{hash.high64, hash.low64};
  }

 private:
  Tokenizer tokenizer_;
  TokenBuffer tokens_;
  std::string joined_;
};

/// The different texts of the training part.
class TrainingTexts {
 public:
  void add(const TextHash& hash, int32_t label, std::string place, TextOverlap& overlap) {
    ++overlap.within_train.of;
    const auto [entry, is_new] = texts_.try_emplace(hash, Text{label, 0, false, places_.size()});
    Text& text = entry->second;
    ++text.rows;
    if (is_new) {
      places_.push_back(std::move(place));
      return;
    }
    ++overlap.within_train.rows;
    const TwinRows twins{places_[text.place], std::move(place)};
    if (!overlap.within_train.example) overlap.within_train.example = twins;
    if (label == text.label) return;
    text.two_labels = true;
    if (!overlap.under_two_labels.example) overlap.under_two_labels.example = twins;
  }

  void count_two_labels(TextOverlap& overlap) const {
    overlap.under_two_labels.of = overlap.within_train.of;
    for (const auto& [hash, text] : texts_) overlap.under_two_labels.rows += text.two_labels ? text.rows : 0;
  }

  void look_up(const TextHash& hash, const std::string& place, TwinCount& twins) const {
    ++twins.of;
    const auto found = texts_.find(hash);
    if (found == texts_.end()) return;
    ++twins.rows;
    if (!twins.example) twins.example = TwinRows{places_[found->second.place], place};
  }

 private:
  struct Text {
    int32_t label;  // of its first row
    int64_t rows;
    bool two_labels;
    std::size_t place;
  };
  std::unordered_map<TextHash, Text, HashOfTextHash> texts_;
  std::vector<std::string> places_;  // of each text's first row
};

/// Calls `use(record, label)` for each row that has one of the corpus's labels.
template <class Use>
void for_each_row(const std::string& location, const DataConfig& data, const Corpus& corpus, Use&& use) {
  const auto reader = open_records(location, data.rows, Wanted::kTextAndLabel);
  for (Record record; reader->next(record);) {
    const auto label = std::find(corpus.labels.begin(), corpus.labels.end(), record.label);
    if (label != corpus.labels.end()) use(record, static_cast<int32_t>(label - corpus.labels.begin()));
  }
}

/// The places of the rows that were taken from the training data to be the validation part.
std::unordered_set<std::string_view> places_split_off(const DataConfig& data, const Corpus& corpus) {
  std::unordered_set<std::string_view> places;
  if (data.valid) return places;
  const Dataset& valid = corpus.valid.examples;
  for (std::size_t row = 0; row < valid.size(); ++row) places.insert(valid.place(row));
  return places;
}

}  // namespace

TextOverlap find_overlap(const DataConfig& data, const TokenizerConfig& tokenizer, const Corpus& corpus) {
  TextOverlap overlap;
  TextHasher hasher(tokenizer);
  TrainingTexts texts;
  std::vector<std::pair<TextHash, std::string>> split_off;
  const std::unordered_set<std::string_view> places = places_split_off(data, corpus);
  for_each_row(data.train, data, corpus, [&](const Record& row, int32_t label) {
    const std::optional<TextHash> hash = hasher.hash(row.text);
    if (!hash) return;
    if (places.contains(row.place)) {
      split_off.emplace_back(*hash, row.place);
    } else {
      texts.add(*hash, label, row.place, overlap);
    }
  });
  texts.count_two_labels(overlap);

  const auto compare = [&](const std::string& location, TwinCount& twins) {
    for_each_row(location, data, corpus, [&](const Record& row, int32_t) {
      if (const std::optional<TextHash> hash = hasher.hash(row.text)) texts.look_up(*hash, row.place, twins);
    });
  };
  if (data.valid) compare(*data.valid, overlap.valid_in_train);
  for (const auto& [hash, place] : split_off) texts.look_up(hash, place, overlap.valid_in_train);
  if (data.test) compare(*data.test, overlap.test_in_train.emplace());
  return overlap;
}

}  // namespace sentiment
