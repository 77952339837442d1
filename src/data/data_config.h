// Where the examples come from and how rows are read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "json/settings.h"

namespace sentiment {

enum class DataFormat { kAuto, kCsv, kTsv, kJsonl, kFastText, kFolder };
enum class BadRow { kError, kSkip };
enum class InvalidUtf8 { kError, kReplace, kSkip };

/// How the rows of one source are read.
struct RowFormat {
  DataFormat format = DataFormat::kAuto;  // auto: by the file's name, a folder otherwise
  std::string text_column = "text";       // column of CSV and TSV, key of JSONL
  std::string label_column = "label";
  BadRow on_bad_row = BadRow::kError;
  InvalidUtf8 on_invalid_utf8 = InvalidUtf8::kError;
};

struct DataConfig {
  std::string train;
  std::optional<std::string> valid;  // none: valid_fraction of train
  std::optional<std::string> test;
  std::optional<std::string> unlabelled;  // texts for losses that need no label
  RowFormat rows;
  std::optional<std::vector<std::string>> labels;  // none: those of the training part, sorted
  double valid_fraction = 0.1;

  std::vector<SettingProblem> problems() const;
};

void visit_settings(DataConfig& config, SettingsVisitor& visit);

/// What is wrong with a list of labels, however many there must be.
std::vector<SettingProblem> label_problems(const std::vector<std::string>& labels);

}  // namespace sentiment
