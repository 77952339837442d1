// Everything pretraining reads: texts, with labels in front of them if asked for, encoded with a vocabulary
// of their own.
#pragma once

#include <cstdint>
#include <optional>
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
  /// A text, with the token of its label in front if it has one.
  void add(std::span<const TokenId> ids, std::optional<TokenId> label = std::nullopt);

  std::size_t size() const { return begins_.size() - 1; }
  std::span<const TokenId> ids(std::size_t text) const {
    return {ids_.data() + begins_[text], ids_.data() + begins_[text + 1]};
  }
  /// Appends the ids of a text as they are read: from its end if `backward`, but a label always first.
  void append_as_read(std::size_t text, bool backward, std::vector<TokenId>& out) const;
  int64_t tokens() const { return static_cast<int64_t>(ids_.size()); }

  /// The ids of all texts, one after another, and where each text begins in them.
  std::span<const TokenId> all_ids() const { return ids_; }
  std::span<const std::size_t> begins() const { return begins_; }

 private:
  std::vector<TokenId> ids_;
  std::vector<std::size_t> begins_{0};  // [size + 1]
  std::vector<bool> labelled_;          // [size]
};

struct TextPart {
  TextList texts;
  int64_t unknown_tokens = 0;
  std::string hash;                     // SHA-256 over the texts and the labels in front of them, in order
  std::vector<int64_t> texts_of_label;  // [labels]
};

struct TextCorpus {
  Vocabulary vocabulary;
  std::vector<std::string> labels;  // those in front; the i-th is the token Vocabulary::label_id(i)
  int64_t distinct_tokens = 0;      // of the training part, before min_count and max_size
  TextPart train;
  TextPart valid;
  RowCounts rows;  // of all sources
};

/// What is read, and how much of it is set aside for validation.
struct TextSources {
  std::vector<std::string> locations;
  RowFormat rows;
  std::optional<std::vector<std::string>> labels = {};  // to be put in front of the texts that have them
  double valid_fraction = 0.02;
};

/// Reads the sources one after the other, sets some texts aside at random (a function of the seed), of those
/// with a label in front the same share for each, builds the vocabulary from the others, with the tokens
/// `first` and those of the labels before theirs, and encodes. Texts without a token are skipped and counted.
/// Throws DataError if fewer than two texts are left or none has one of the labels, Error on input errors.
TextCorpus read_texts(const TextSources& sources, const TokenizerConfig& tokenizer,
                      const VocabularyConfig& vocabulary, const std::vector<std::string>& first,
                      uint64_t seed);

/// A sentence on a part: "train: 73500 texts, 17312345 tokens, 1.20% of them unknown"; with labels in front
/// also "; in front of them neg 12250, pos 12250, no label 49000".
std::string describe(const TextPart& part, const std::string& name,
                     const std::vector<std::string>& labels = {});

}  // namespace sentiment
