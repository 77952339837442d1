#include "data/data_config.h"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "core/quote.h"
#include "core/range.h"
#include "data/name_limits.h"

namespace sentiment {
namespace {

void check_length(const char* setting, const std::string& column, std::vector<SettingProblem>& found) {
  if (column.size() <= kMaxColumnBytes) return;
  found.push_back({setting, fmt::format("expected a name of at most {} bytes, found {} of {}",
                                        kMaxColumnBytes, quote(column), column.size())});
}

void check_columns(const RowFormat& rows, std::vector<SettingProblem>& found) {
  const RowFormat defaults;
  check_length("text_column", rows.text_column, found);
  check_length("label_column", rows.label_column, found);
  if (rows.text_column == rows.label_column) {
    found.push_back(
        {"label_column", fmt::format("expected another column than text_column, found {} for both",
                                     quote(rows.label_column))});
  }
  if (rows.format != DataFormat::kFastText && rows.format != DataFormat::kFolder) return;
  constexpr const char* kNoEffect = "has no effect with a format that has no columns; remove it";
  if (rows.text_column != defaults.text_column) found.push_back({"text_column", kNoEffect});
  if (rows.label_column != defaults.label_column) found.push_back({"label_column", kNoEffect});
}

}  // namespace

void visit_settings(DataConfig& config, SettingsVisitor& visit) {
  RowFormat& rows = config.rows;
  visit.path("train", config.train, "labelled examples to train on: a file, a folder or ARCHIVE!/INNER/PATH");
  visit.path("valid", config.valid, "examples that choose the best model; null: valid_fraction of train");
  visit.path("test", config.test, "examples for the final report");
  visit.path("unlabelled", config.unlabelled,
             "texts for trainer.virtual_adversarial, whose labels, if there are any, are not read");
  visit.choice("format", rows.format,
               {{"auto", DataFormat::kAuto},
                {"csv", DataFormat::kCsv},
                {"tsv", DataFormat::kTsv},
                {"jsonl", DataFormat::kJsonl},
                {"fasttext", DataFormat::kFastText},
                {"folder", DataFormat::kFolder}},
               "how rows are written; auto: by the file's name");
  visit.text("text_column", rows.text_column, "column of CSV and TSV, key of JSONL, that holds the text");
  visit.text("label_column", rows.label_column, "column of CSV and TSV, key of JSONL, that holds the label");
  visit.texts("labels", config.labels,
              "labels to use, in the model's order; rows with others are skipped; null: all, sorted");
  visit.number("valid_fraction", config.valid_fraction, inside(0.0, 1.0),
               "share of each label's training rows that is set aside for validation");
  visit.choice("on_bad_row", rows.on_bad_row, {{"error", BadRow::kError}, {"skip", BadRow::kSkip}},
               "what to do with a malformed row; skipped ones are counted");
  visit.choice(
      "on_invalid_utf8", rows.on_invalid_utf8,
      {{"error", InvalidUtf8::kError}, {"replace", InvalidUtf8::kReplace}, {"skip", InvalidUtf8::kSkip}},
      "what to do with a row that is not UTF-8; replace puts U+FFFD");
}

std::vector<SettingProblem> DataConfig::problems() const {
  std::vector<SettingProblem> found;
  if (train.empty()) found.push_back({"train", "is missing; name a data file or folder"});
  if (valid && valid->empty()) found.push_back({"valid", "is empty; name a data file or folder, or null"});
  if (test && test->empty()) found.push_back({"test", "is empty; name a data file or folder, or null"});
  if (unlabelled && unlabelled->empty())
    found.push_back({"unlabelled", "is empty; name a data file or folder, or null"});
  check_columns(rows, found);
  if (labels && labels->size() < 2) {
    found.push_back({"labels", fmt::format("expected at least two labels, found {}; name all, or null for "
                                           "those of the training part",
                                           labels->size())});
  }
  if (labels) {
    for (SettingProblem& problem : label_problems(*labels)) found.push_back(std::move(problem));
  }
  if (valid && valid_fraction != DataConfig{}.valid_fraction) {
    found.push_back({"valid_fraction", "has no effect with data.valid given; remove one of them"});
  }
  return found;
}

std::vector<SettingProblem> label_problems(const std::vector<std::string>& labels) {
  std::vector<SettingProblem> found;
  if (labels.size() > kMaxLabels) {
    found.push_back(
        {"labels", fmt::format("expected at most {} labels, found {}", kMaxLabels, labels.size())});
  }
  for (const std::string& label : labels) {
    if (label.size() <= kMaxLabelBytes) continue;
    found.push_back({"labels", fmt::format("expected labels of at most {} bytes, found {} of {}",
                                           kMaxLabelBytes, quote(label), label.size())});
  }
  std::set<std::string> seen;
  std::set<std::string> repeated;
  for (const std::string& label : labels) {
    if (!seen.insert(label).second) repeated.insert(label);
  }
  for (const std::string& label : repeated) {
    found.push_back({"labels", fmt::format("expected each label once, found {} again", quote(label))});
  }
  if (seen.contains("")) found.push_back({"labels", "expected labels with a name, found an empty one"});
  return found;
}

}  // namespace sentiment
