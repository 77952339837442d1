// `explain MODEL [FILE]`: why the model says what it says of each record.
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>

#include "cli/command_line.h"
#include "cli/explanation_writer.h"
#include "cli/prediction_input.h"

namespace sentiment {

struct ExplainOptions {
  std::string model;
  PredictionInput input;
  std::optional<ExplanationFormat> format;  // none: text
  bool gates = false;
  bool colour = false;  // whether text is for a terminal that shows colours
  std::optional<int64_t> threads;
};

/// Throws ConfigError for options that would have no effect.
int explain(const ExplainOptions& options, std::ostream& out);

void add_explain_command(CLI::App& program, CommandBody& chosen);

}  // namespace sentiment
