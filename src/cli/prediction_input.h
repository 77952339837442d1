// Where `predict` and `explain` take their texts from.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_line.h"
#include "data/record_reader.h"
#include "inference/text_classifier.h"

namespace sentiment {

enum class InputFormat { kLines, kJsonl, kCsv, kTsv };

/// What the file's name says (".jsonl", ".csv", ".tsv", also compressed); lines otherwise and for "-".
InputFormat input_format_of(const std::string& file);

/// What a command's options say of its input.
struct PredictionInput {
  std::string file = "-";
  std::optional<InputFormat> given_format;  // none: by the file's name
  std::optional<std::string> text_column;   // none: "text" of JSONL, the column trained on elsewhere

  InputFormat format() const { return given_format.value_or(input_format_of(file)); }
  /// An option that would have no effect.
  void add_problems(std::vector<std::string>& problems) const;
  /// As open_prediction_input, with the column that a model of `task` reads.
  std::unique_ptr<RecordReader> open(const Task& task) const;
};

/// FILE, --input-format and --text-column; `what_for` is what FILE is read to do. To be kept as long as the
/// command.
void add_prediction_input(CLI::App& command, PredictionInput& input, std::string_view what_for);

/// Opens a file, or standard input if it is "-". Invalid UTF-8 is read as U+FFFD, any other row that cannot
/// be read throws DataError: one record in gives one out, or an error. `text_column` means nothing to lines.
std::unique_ptr<RecordReader> open_prediction_input(const std::string& file, InputFormat format,
                                                    const std::string& text_column);

}  // namespace sentiment
