// How many texts the n-gram baseline of a run labels rightly.
#pragma once

#include <cstdint>

#include "baselines/ngram_baseline.h"
#include "cli/labelled_rows.h"
#include "core/thread_pool.h"
#include "text/encoder.h"

namespace sentiment {

class NgramJudge {
 public:
  /// Borrows both; the texts become tokens as the model's do.
  NgramJudge(const NgramBaseline& baseline, const Model& model)
      : baseline_(baseline), tokenizer_(model.tokenizer), encoder_(tokenizer_, model.vocabulary) {}

  int64_t right(const LabelledBlock& block, ThreadPool& pool) const;

 private:
  const NgramBaseline& baseline_;
  const Tokenizer tokenizer_;
  const Encoder encoder_;
};

}  // namespace sentiment
