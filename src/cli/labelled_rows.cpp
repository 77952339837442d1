#include "cli/labelled_rows.h"

#include <fmt/format.h>

#include <utility>

#include "core/error.h"
#include "core/log.h"
#include "core/quote.h"

namespace sentiment {
namespace {

constexpr std::size_t kRowsAhead = 4096;  // many, so that texts of like length can be read together
constexpr const char* kUnknownLabel = "label not known to the model";

}  // namespace

void add_row_options(CLI::App& command, RowOptions& options) {
  add_choice_option<DataFormat>(command, "--format", options.format,
                                {{"auto", DataFormat::kAuto},
                                 {"csv", DataFormat::kCsv},
                                 {"tsv", DataFormat::kTsv},
                                 {"jsonl", DataFormat::kJsonl},
                                 {"fasttext", DataFormat::kFastText},
                                 {"folder", DataFormat::kFolder}},
                                "how DATA is written (default: auto, by its name)");
  add_text_option(command, "--text-column", options.text_column, "NAME",
                  "column or key of the text (default: as trained)");
  add_text_option(command, "--label-column", options.label_column, "NAME",
                  "column or key of the label (default: as trained)");
}

RowFormat row_format(const RowOptions& options, const Task& task) {
  RowFormat rows;
  rows.format = options.format.value_or(DataFormat::kAuto);
  rows.text_column = options.text_column.value_or(task.text_column);
  rows.label_column = options.label_column.value_or(task.label_column);
  rows.on_invalid_utf8 = InvalidUtf8::kReplace;
  return rows;
}

LabelledRows::LabelledRows(std::shared_ptr<RecordReader> reader, std::vector<std::string> labels,
                           std::string name)
    : reader_(std::move(reader)),
      input_(reader_, kRowsAhead),
      labels_(std::move(labels)),
      name_(std::move(name)) {
  for (std::size_t i = 0; i < labels_.size(); ++i) numbers_[labels_[i]] = i;
}

LabelledBlock LabelledRows::take() {
  for (std::vector<Record> rows = input_.take(); !rows.empty(); rows = input_.take()) {
    LabelledBlock block = labelled(rows);
    if (block.rows.empty()) continue;
    any_ = true;
    return block;
  }
  if (!any_) fail_without_examples();
  return {};
}

LabelledBlock LabelledRows::labelled(std::vector<Record>& rows) {
  LabelledBlock block;
  for (Record& row : rows) {
    const auto found = numbers_.find(row.label);
    if (found == numbers_.end()) {
      if (unknown_++ == 0) first_unknown_ = fmt::format("{} at {}", quote(row.label), printable(row.place));
      continue;
    }
    block.truths.push_back(found->second);
    block.texts.push_back(std::move(row.text));
    block.rows.push_back(std::move(row));
  }
  return block;
}

RowCounts LabelledRows::counts() const {
  RowCounts rows = reader_->counts();
  if (unknown_ == 0) return rows;
  rows.used -= unknown_;
  rows.skipped[kUnknownLabel] += unknown_;
  log_warning(fmt::format("{}: {} of {} rows skipped: {} (the first: {})", printable(name_), unknown_,
                          rows.read, kUnknownLabel, first_unknown_));
  return rows;
}

void LabelledRows::fail_without_examples() const {
  std::string known;
  for (const std::string& label : labels_) known += (known.empty() ? "" : ", ") + quote(label);
  const RowCounts& rows = reader_->counts();
  throw DataError(fmt::format(
      "{}: expected rows labelled {}, found none usable (read {}, skipped {}); name the column of the "
      "label with --label-column",
      printable(name_), known, rows.read, rows.skipped_total() + unknown_));
}

}  // namespace sentiment
