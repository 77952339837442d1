// Corpora made in memory, for tests of the network and the training loop.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/random.h"
#include "data/corpus.h"

namespace sentiment {

/// A vocabulary of `size` entries: the special tokens and w2, w3, ...
inline Vocabulary numbered_vocabulary(int64_t size) {
  std::vector<std::string> tokens;
  for (int64_t id = 2; id < size; ++id) tokens.push_back("w" + std::to_string(id));
  return Vocabulary(tokens);
}

/// Random reviews of `low` to `high` tokens with random labels.
inline Dataset random_reviews(int64_t count, int64_t low, int64_t high, int64_t vocabulary, int32_t classes,
                              uint64_t seed) {
  const RandomStream random(seed, RandomUse::kBootstrap);
  Dataset data;
  uint64_t draw = 0;
  for (int64_t row = 0; row < count; ++row) {
    const auto length = static_cast<std::size_t>(low) +
                        static_cast<std::size_t>(random.below(draw++, static_cast<uint64_t>(high - low + 1)));
    std::vector<TokenId> ids(length);
    for (TokenId& id : ids)
      id = static_cast<TokenId>(1 + random.below(draw++, static_cast<uint64_t>(vocabulary - 1)));
    data.add(ids, static_cast<int32_t>(random.below(draw++, static_cast<uint64_t>(classes))),
             "row " + std::to_string(row));
  }
  return data;
}

/// A part around a data set, with its label counts.
inline CorpusPart part_of(Dataset examples, std::size_t classes, const std::string& hash) {
  CorpusPart part;
  part.label_counts.resize(classes);
  for (std::size_t row = 0; row < examples.size(); ++row)
    ++part.label_counts[static_cast<std::size_t>(examples.label(row))];
  part.rows.read = part.rows.used = static_cast<int64_t>(examples.size());
  part.tokens = part.kept_tokens = examples.tokens();
  part.hash = hash;
  part.examples = std::move(examples);
  return part;
}

/// 78 reviews to train on and 20 to validate: steps of 8 give a last batch of 6.
inline Corpus tiny_corpus(uint64_t seed = 1) {
  Corpus corpus;
  corpus.labels = {"neg", "pos"};
  corpus.vocabulary = numbered_vocabulary(20);
  corpus.train = part_of(random_reviews(78, 1, 12, 20, 2, seed), 2, "train");
  corpus.valid = part_of(random_reviews(20, 0, 12, 20, 2, seed + 1), 2, "valid");
  return corpus;
}

}  // namespace sentiment
