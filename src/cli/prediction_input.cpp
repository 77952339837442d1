#include "cli/prediction_input.h"

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
