// Verdicts on the figures of a corpus: labels, sizes, truncation, unknown words.
#pragma once

#include <vector>

#include "analysis/verdict.h"
#include "data/corpus.h"

namespace sentiment {

/// Judges the parts one by one. Every verdict names the part, the figure and what to do.
std::vector<Verdict> judge_corpus(const Corpus& corpus);

/// Rows of a part whose text has no token.
int64_t rows_without_tokens(const CorpusPart& part);

}  // namespace sentiment
