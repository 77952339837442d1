// A corpus read to its end where a run would stop at the first row that is wrong.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "config/experiment_config.h"
#include "data/corpus.h"
#include "doctor/verdict.h"

namespace sentiment {

struct TolerantCorpus {
  Corpus corpus;
  DataConfig data;                 // as given, or changed so that the data can be read
  std::vector<Verdict> obstacles;  // what had to be passed over, and invalid UTF-8 in any case
};

/// Reads the data as a run would. If that fails, malformed rows, invalid UTF-8 and labels that the training
/// part lacks are skipped and become findings. Throws what a run would throw if that does not help. `given`:
/// a pretrained file's vocabulary, or null.
TolerantCorpus read_tolerantly(const ExperimentConfig& config, const Vocabulary* given = nullptr);

/// The parts with a source of their own, by name.
std::vector<std::pair<std::string, std::string>> sources_of(const DataConfig& data);

}  // namespace sentiment
