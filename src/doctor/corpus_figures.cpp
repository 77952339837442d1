#include "doctor/corpus_figures.h"

#include <algorithm>

#include "doctor/verdict.h"

namespace sentiment {

std::vector<const CorpusPart*> parts_of(const Corpus& corpus) {
  std::vector<const CorpusPart*> parts;
  for (const CorpusPart* part : {&corpus.train, &corpus.valid}) parts.push_back(part);
  if (corpus.test) parts.push_back(&*corpus.test);
  return parts;
}

int64_t rows_of(const CorpusPart& part) { return static_cast<int64_t>(part.examples.size()); }

int64_t rows_without_tokens(const CorpusPart& part) {
  const std::vector<int64_t> lengths = part.examples.lengths();
  return std::count(lengths.begin(), lengths.end(), 0);
}

double truncated_share(const CorpusPart& part) { return share_of(part.truncated_examples, rows_of(part)); }

double lost_share(const CorpusPart& part) { return 1.0 - share_of(part.kept_tokens, part.tokens); }

double unknown_share(const CorpusPart& part) { return share_of(part.unknown_tokens, part.kept_tokens); }

}  // namespace sentiment
