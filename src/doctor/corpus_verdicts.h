// Verdicts on the figures of a corpus: labels, sizes, truncation, unknown words.
#pragma once

#include <vector>

#include "data/corpus.h"
#include "doctor/verdict.h"

namespace sentiment {

/// Judges the parts one by one. Every verdict names the part, the figure and what to do.
std::vector<Verdict> judge_corpus(const Corpus& corpus);

}  // namespace sentiment
