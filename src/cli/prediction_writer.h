// How a prediction is written: one record a line, whatever text and label hold.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/prediction_input.h"
#include "data/record.h"
#include "inference/text_classifier.h"

namespace sentiment {

enum class OutputFormat { kText, kJsonl, kCsv };

class PredictionWriter {
 public:
  virtual ~PredictionWriter() = default;

  /// What stands before the first record.
  virtual std::string header() const { return ""; }
  /// Appends one record with its newline.
  virtual void append(std::string& out, const Record& record, const Prediction& prediction) const = 0;
};

/// text: label, tab, probability. jsonl: an object, with the text under `echo`. csv: the input's own columns
/// (`columns`; id and text of JSONL, text of lines), then label and probability, even where the input has
/// columns of these names.
std::unique_ptr<PredictionWriter> prediction_writer(OutputFormat format, std::vector<std::string> labels,
                                                    InputFormat input, std::vector<std::string> columns,
                                                    bool echo);

}  // namespace sentiment
