// `predict MODEL [FILE]`: labels each record of a file or of standard input.
#pragma once

#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "cli/command_line.h"
#include "cli/prediction_input.h"
#include "cli/prediction_writer.h"
#include "core/thread_pool.h"
#include "data/record_reader.h"
#include "inference/text_classifier.h"

namespace sentiment {

struct PredictOptions {
  std::string model;
  PredictionInput input;
  std::optional<OutputFormat> format;  // none: text
  bool echo = false;
  std::optional<int64_t> threads;
};

/// Writes one record for each of `reader`, in order, as soon as it has been read. SIGINT and SIGTERM end the
/// process between two of them.
void predict_records(std::shared_ptr<RecordReader> reader, const TextClassifier& classifier, ThreadPool& pool,
                     const PredictionWriter& writer, std::ostream& out);

/// Throws ConfigError for options that would have no effect.
int predict(const PredictOptions& options, std::ostream& out);

void add_predict_command(CLI::App& program, CommandBody& chosen);

}  // namespace sentiment
