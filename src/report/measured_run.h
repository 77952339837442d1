// The model that a run kept, on the data that the run was trained on: read again, and refused if it has
// changed.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "analysis/evaluation_figures.h"
#include "core/thread_pool.h"
#include "data/corpus.h"
#include "model/model_file.h"
#include "report/run_record.h"

namespace sentiment {

/// What the model says of the examples of a part.
struct MeasuredPart {
  std::vector<std::size_t> rows;                   // of the part's examples; all, but of a very large part
  std::vector<std::vector<double>> probabilities;  // [rows, classes]

  std::size_t size() const { return rows.size(); }
  /// The most probable class, the first of equals.
  std::size_t predicted(std::size_t i) const;
};

struct MeasuredRun {
  Corpus corpus;  // with its texts
  Model model;
  MeasuredPart train;
  MeasuredPart valid;
  EvaluationFigures figures;             // of the validation part
  std::optional<double> ngram_accuracy;  // of the baseline kept with the run, on the validation part
};

/// A sentence on why there is nothing to show.
struct NotMeasured {
  std::string reason;
};

/// Reads the data that the run's config names, which takes about as long as it took training.
std::variant<MeasuredRun, NotMeasured> measure_run(const RunRecord& record, ThreadPool& pool);

}  // namespace sentiment
