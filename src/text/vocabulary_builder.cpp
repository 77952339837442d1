#include "text/vocabulary_builder.h"

#include <algorithm>
#include <numeric>

namespace sentiment {

void visit_settings(VocabularyConfig& config, SettingsVisitor& visit) {
  visit.integer("max_size", config.max_size, at_least(3),
                "entries of the vocabulary at most, the two special ones included; the most frequent tokens "
                "of the training part are kept");
  visit.integer("min_count", config.min_count, at_least(1),
                "a token seen less often than this in the training part is left out and read as unknown");
  visit.path("vectors", config.vectors,
             "a file of word vectors (GloVe, fastText .vec, word2vec text or binary) that the embedding "
             "starts from");
  visit.flag(
      "freeze_vectors", config.freeze_vectors,
      "keep the pretrained vectors, or the embedding of model.initialize_from, as they are while training");
}

uint32_t VocabularyBuilder::count_number(uint32_t number) {
  if (number == counts_.size()) counts_.push_back(0);
  ++counts_[number];
  return number;
}

VocabularyBuilder::Result VocabularyBuilder::build(const VocabularyConfig& config,
                                                   const std::vector<std::string>& first) const {
  std::vector<uint32_t> numbers(tokens_.size());
  std::iota(numbers.begin(), numbers.end(), 0U);
  std::erase_if(numbers, [&](uint32_t number) { return counts_[number] < config.min_count; });
  std::sort(numbers.begin(), numbers.end(), [&](uint32_t a, uint32_t b) {
    return counts_[a] != counts_[b] ? counts_[a] > counts_[b] : tokens_[a] < tokens_[b];
  });
  const auto room = static_cast<std::size_t>(config.max_size) - Vocabulary::kSpecialTokens;
  numbers.resize(std::min(numbers.size(), room - first.size()));

  Result result;
  std::vector<std::string> kept = first;
  result.id_of.assign(tokens_.size(), Vocabulary::kUnknownId);
  for (const uint32_t number : numbers) {
    result.id_of[number] = static_cast<TokenId>(kept.size() + Vocabulary::kSpecialTokens);
    result.kept_occurrences += counts_[number];
    kept.emplace_back(tokens_[number]);
  }
  result.vocabulary = Vocabulary(kept);
  result.distinct = static_cast<int64_t>(tokens_.size());
  result.occurrences = std::accumulate(counts_.begin(), counts_.end(), int64_t{0});
  return result;
}

VocabularyBuilder::Result VocabularyBuilder::with(const Vocabulary& vocabulary) const {
  Result result{.vocabulary = vocabulary, .id_of = {}};
  for (uint32_t number = 0; number < tokens_.size(); ++number) {
    result.id_of.push_back(vocabulary.id(tokens_[number]));
    if (result.id_of.back() != Vocabulary::kUnknownId) result.kept_occurrences += counts_[number];
  }
  result.distinct = static_cast<int64_t>(tokens_.size());
  result.occurrences = std::accumulate(counts_.begin(), counts_.end(), int64_t{0});
  return result;
}

}  // namespace sentiment
