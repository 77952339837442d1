// Labelled data as models are measured on it: rows whose label is one of a model's, and a count of the
// others.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/command_line.h"
#include "cli/read_ahead.h"
#include "data/data_config.h"
#include "data/record_reader.h"
#include "inference/text_classifier.h"

namespace sentiment {

/// How labelled data is read, where the command line says so.
struct RowOptions {
  std::optional<DataFormat> format;        // none: by the data's name
  std::optional<std::string> text_column;  // none: as trained
  std::optional<std::string> label_column;
};

/// --format, --text-column and --label-column.
void add_row_options(CLI::App& command, RowOptions& options);

/// What `options` leave open is as a model of `task` was trained. Invalid UTF-8 is read as predict reads it.
RowFormat row_format(const RowOptions& options, const Task& task);

/// Rows that can be compared with a prediction; their texts apart, as the classifier wants them.
struct LabelledBlock {
  std::vector<Record> rows;         // without their texts
  std::vector<std::size_t> truths;  // numbers of the labels
  std::vector<std::string> texts;
};

class LabelledRows {
 public:
  /// `name` is the data, for messages.
  LabelledRows(std::shared_ptr<RecordReader> reader, std::vector<std::string> labels, std::string name);

  /// The next rows with a label of ours, none at the end; the others are counted. Throws DataError if there
  /// are none at all.
  LabelledBlock take();

  /// After the end: those with a label that is none of ours are among the skipped. Warns of them.
  RowCounts counts() const;

 private:
  LabelledBlock labelled(std::vector<Record>& rows);
  [[noreturn]] void fail_without_examples() const;

  std::shared_ptr<RecordReader> reader_;
  ReadAhead input_;
  std::vector<std::string> labels_;
  std::string name_;
  std::map<std::string, std::size_t, std::less<>> numbers_;
  bool any_ = false;
  int64_t unknown_ = 0;
  std::string first_unknown_;
};

}  // namespace sentiment
