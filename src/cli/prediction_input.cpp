#include "cli/prediction_input.h"

#include <fmt/format.h>
#include <unistd.h>

#include "cli/lines_reader.h"
#include "data/compression.h"
#include "data/file_source.h"

namespace sentiment {
namespace {

constexpr const char* kStandardInput = "standard input";

DataFormat data_format(InputFormat format) {
  switch (format) {
    case InputFormat::kJsonl:
      return DataFormat::kJsonl;
    case InputFormat::kTsv:
      return DataFormat::kTsv;
    default:
      return DataFormat::kCsv;
  }
}

std::unique_ptr<RecordReader> open_lines(const std::string& file) {
  if (file == "-") {
    return std::make_unique<LinesReader>(std::make_unique<DescriptorSource>(STDIN_FILENO, kStandardInput),
                                         kStandardInput);
  }
  return std::make_unique<LinesReader>(decompress(open_file(file), file), file);
}

}  // namespace

InputFormat input_format_of(const std::string& file) {
  const std::string name = split_compression(file).content;
  if (name.ends_with(".jsonl")) return InputFormat::kJsonl;
  if (name.ends_with(".csv")) return InputFormat::kCsv;
  if (name.ends_with(".tsv")) return InputFormat::kTsv;
  return InputFormat::kLines;
}

void PredictionInput::add_problems(std::vector<std::string>& problems) const {
  if (text_column && format() == InputFormat::kLines)
    problems.push_back("--text-column: lines have no columns; leave it out or give --input-format");
}

std::unique_ptr<RecordReader> PredictionInput::open(const Task& task) const {
  const std::string trained = format() == InputFormat::kJsonl ? "text" : task.text_column;
  return open_prediction_input(file, format(), text_column.value_or(trained));
}

void add_prediction_input(CLI::App& command, PredictionInput& input, std::string_view what_for) {
  add_path_argument(command, "FILE", input.file,
                    fmt::format("what to {}; - or nothing for standard input", what_for));
  add_choice_option<InputFormat>(command, "--input-format", input.given_format,
                                 {{"lines", InputFormat::kLines},
                                  {"jsonl", InputFormat::kJsonl},
                                  {"csv", InputFormat::kCsv},
                                  {"tsv", InputFormat::kTsv}},
                                 "default: by the file's name, else lines");
  add_text_option(command, "--text-column", input.text_column, "NAME",
                  "column or key of the text (default: the column trained on; \"text\" of JSONL)");
}

std::unique_ptr<RecordReader> open_prediction_input(const std::string& file, InputFormat format,
                                                    const std::string& text_column) {
  if (format == InputFormat::kLines) return open_lines(file);
  RowFormat rows;
  rows.format = data_format(format);
  rows.text_column = text_column;
  rows.on_invalid_utf8 = InvalidUtf8::kReplace;
  if (file == "-") return open_records(STDIN_FILENO, kStandardInput, rows, Wanted::kText);
  return open_records(file, rows, Wanted::kText);
}

}  // namespace sentiment
