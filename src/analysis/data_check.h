// The data doctor: what would spoil a run, and what is merely worth knowing, from figures of the corpus.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/text_overlap.h"
#include "data/corpus.h"

namespace sentiment {

struct DataDiagnosis {
  std::vector<std::string> findings;  // would spoil a run
  std::vector<std::string> notes;

  bool sound() const { return findings.empty(); }
};

/// Judges the parts one by one and against each other. Every sentence names the part, the figure and what to
/// do.
DataDiagnosis diagnose(const Corpus& corpus, const TextOverlap& overlap);

/// Judges how many of the vocabulary's tokens (without the special ones) have a pretrained vector.
void diagnose_vectors(int64_t found, int64_t tokens, const std::string& file, DataDiagnosis& diagnosis);

/// Rows of a part whose text has no token.
int64_t rows_without_tokens(const CorpusPart& part);

/// `part` of `whole`; 0 if there is nothing.
double share_of(int64_t part, int64_t whole);

}  // namespace sentiment
