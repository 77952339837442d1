// Everything a run trains on: the parts of the data, encoded with the vocabulary of the training part.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "data/data_config.h"
#include "data/dataset.h"
#include "data/record.h"
#include "text/tokenizer_config.h"
#include "text/vocabulary_builder.h"

namespace sentiment {

/// One part, and what reading it came to.
struct CorpusPart {
  Dataset examples;
  RowCounts rows;                     // of the source; a split-off validation part has the rows it was given
  std::vector<int64_t> label_counts;  // [classes]
  int64_t tokens = 0;                 // before truncation
  int64_t kept_tokens = 0;            // the network reads these
  int64_t unknown_tokens = 0;         // of the kept ones
  int64_t truncated_examples = 0;
  std::string hash;                // SHA-256 over the texts and labels used, in order
  std::vector<std::string> texts;  // [examples], if they were to be kept
};

struct Corpus {
  std::vector<std::string> labels;  // class i is labels[i]
  Vocabulary vocabulary;
  int64_t distinct_tokens = 0;  // of the training part, before min_count and max_size
  CorpusPart train;
  CorpusPart valid;
  std::optional<CorpusPart> test;
  std::optional<CorpusPart> unlabelled;  // its examples have the label 0
};

/// Training needs the ids alone; who shows examples needs the texts as well.
enum class Texts { kForget, kKeep };

/// Reads, splits, builds the vocabulary from the training part alone and encodes. Each text is cut into
/// tokens once. Rows whose label is not in data.labels, and training rows without a single token, are skipped
/// and counted. Throws DataError if a part has no usable row, the training part has fewer than two labels or
/// more than kMaxLabels or one longer than kMaxLabelBytes, or a label that the training part lacks turns up
/// elsewhere (without data.labels); Error on input errors. With a `given` vocabulary, none is built.
Corpus read_corpus(const DataConfig& data, const TokenizerConfig& tokenizer,
                   const VocabularyConfig& vocabulary, uint64_t seed, Texts texts = Texts::kForget,
                   const Vocabulary* given = nullptr);

/// A sentence on a part; without `labels`, on texts that have none: "train: 22500 used of 25000 read (2500 to
/// validation), neg 11250, pos 11250; 5.9M tokens, ...".
std::string describe(const CorpusPart& part, const std::string& name, const std::vector<std::string>& labels);

}  // namespace sentiment
