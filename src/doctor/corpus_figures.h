// What the counts of a corpus come to.
#pragma once

#include <cstdint>
#include <vector>

#include "data/corpus.h"

namespace sentiment {

/// train, valid and, if there is one, test.
std::vector<const CorpusPart*> parts_of(const Corpus& corpus);

int64_t rows_of(const CorpusPart& part);
/// Rows whose text has no token.
int64_t rows_without_tokens(const CorpusPart& part);

double truncated_share(const CorpusPart& part);  // of the rows
double lost_share(const CorpusPart& part);       // of the tokens, by truncation
double unknown_share(const CorpusPart& part);    // of the tokens that are left

}  // namespace sentiment
