// `evaluate MODEL DATA`: how good a model is on labelled data, and what it has understood (--suite).
#pragma once

#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "cli/command_line.h"
#include "cli/evaluation_report.h"
#include "cli/labelled_rows.h"
#include "cli/run_companions.h"
#include "core/thread_pool.h"
#include "data/record_reader.h"
#include "inference/text_classifier.h"

namespace sentiment {

struct EvaluateOptions {
  std::string model;
  std::string data;                        // may be empty if a suite is asked for
  std::optional<std::string> json;         // "-": standard output, instead of the text
  std::optional<std::string> predictions;  // a JSONL file
  RowOptions rows;
  std::optional<int64_t> threads;
  bool suite = false;                     // the built-in behaviour suite
  std::optional<std::string> suite_file;  // one of the user's own
};

/// The report, and what became of the rows.
struct Evaluation {
  EvaluationReport report;
  RowCounts rows;
  std::string predictions;  // JSONL, if asked for
};

/// Classifies every row; one whose label the model lacks is counted and skipped. Throws DataError if none is
/// left. `name` is the data, for messages.
Evaluation evaluate_records(std::shared_ptr<RecordReader> reader, const TextClassifier& classifier,
                            ThreadPool& pool, const std::string& name, bool keep_predictions,
                            const RunCompanions& companions = {});

int evaluate(const EvaluateOptions& options, std::ostream& out);

void add_evaluate_command(CLI::App& program, CommandBody& chosen);

}  // namespace sentiment
