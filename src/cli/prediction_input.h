// Where `predict` takes its texts from.
#pragma once

#include <memory>
#include <string>

#include "data/record_reader.h"

namespace sentiment {

enum class InputFormat { kLines, kJsonl, kCsv, kTsv };

/// What the file's name says (".jsonl", ".csv", ".tsv", also compressed); lines otherwise and for "-".
InputFormat input_format_of(const std::string& file);

/// Opens a file, or standard input if it is "-". Invalid UTF-8 is read as U+FFFD, any other row that cannot
/// be read throws DataError: one record in gives one out, or an error. `text_column` means nothing to lines.
std::unique_ptr<RecordReader> open_prediction_input(const std::string& file, InputFormat format,
                                                    const std::string& text_column);

}  // namespace sentiment
