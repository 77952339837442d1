// Everything pretraining reads: texts without labels, encoded with a vocabulary of their own.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "data/data_config.h"
#include "data/record.h"
#include "text/tokenizer_config.h"
#include "text/vocabulary_builder.h"

namespace sentiment {

/// Encoded texts, all ids in one array.
class TextList {
 public:
  void add(std::span<const TokenId> ids);

  std::size_t size() const { return begins_.size() - 1; }
  std::span<const TokenId> ids(std::size_t text) const {
    return {ids_.data() + begins_[text], ids_.data() + begins_[text + 1]};
  }
  int64_t tokens() const { return static_cast<int64_t>(ids_.size()); }

  /// The ids of all texts, one after another, and where each text begins in them.
  std::span<const TokenId> all_ids() const { return ids_; }
  std::span<const std::size_t> begins() const { return begins_; }

 private:
  std::vector<TokenId> ids_;
  std::vector<std::size_t> begins_{0};  // [size + 1]
};

struct TextPart {
  TextList texts;
  int64_t unknown_tokens = 0;
  std::string hash;  // SHA-256 over the texts, in order
};

struct TextCorpus {
  Vocabulary vocabulary;
  int64_t distinct_tokens = 0;  // of the training part, before min_count and max_size
  TextPart train;
  TextPart valid;
  RowCounts rows;  // of all sources
};

/// What is read, and how much of it is set aside for validation.
struct TextSources {
  std::vector<std::string> locations;
  RowFormat rows;
  double valid_fraction = 0.02;
};

/// Reads the sources one after the other, sets some texts aside at random (a function of the seed), builds
/// the vocabulary from the others, with the tokens `first` before theirs, and encodes. Texts without a token
/// are skipped and counted. Throws DataError if fewer than two texts are left, Error on input errors.
TextCorpus read_texts(const TextSources& sources, const TokenizerConfig& tokenizer,
                      const VocabularyConfig& vocabulary, const std::vector<std::string>& first,
                      uint64_t seed);

/// A sentence on a part: "train: 73500 texts, 17312345 tokens, 1.20% of them unknown".
std::string describe(const TextPart& part, const std::string& name);

}  // namespace sentiment
