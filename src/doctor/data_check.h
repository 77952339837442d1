// The data doctor: everything that is looked at in a config's data, and what is to be said of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/experiment_config.h"
#include "core/thread_pool.h"
#include "data/corpus.h"
#include "doctor/data_scan.h"
#include "doctor/text_lengths.h"
#include "doctor/text_overlap.h"
#include "doctor/token_giveaways.h"
#include "doctor/verdict.h"

namespace sentiment {

/// How much of the vocabulary has a pretrained vector.
struct VectorCoverage {
  int64_t found = 0;
  int64_t tokens = 0;                // of the vocabulary, without the special ones
  double of_text = 0.0;              // share of the training part's known tokens that have one
  std::vector<std::string> missing;  // the most frequent tokens without one
};

struct DataCheck {
  Corpus corpus;
  DataScan scan;
  std::vector<TextLengths> lengths;  // of each part of `scan`
  TextOverlap overlap;
  std::vector<TokenGiveaway> giveaways;
  std::optional<VectorCoverage> vectors;
  std::vector<Verdict> verdicts;  // findings first

  int64_t findings() const;
  bool sound() const { return findings() == 0; }
};

/// Linear in the data. Throws DataError or Error if it cannot be read, and what take_pretrained throws.
DataCheck check_data(const ExperimentConfig& asked, ThreadPool& pool);

/// Nothing if enough of the vocabulary has a vector.
std::vector<Verdict> judge_vectors(const VectorCoverage& coverage, const std::string& file);

}  // namespace sentiment
