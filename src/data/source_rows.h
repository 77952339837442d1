// The rows of a source as text, and which labels they have.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/data_config.h"
#include "data/record.h"

namespace sentiment {

/// The usable rows of one source, and what reading it came to.
struct SourceRows {
  std::vector<std::string> texts;
  std::vector<std::string> labels;  // [texts]; empty strings if labels were not wanted
  std::vector<std::string> places;  // [texts] for messages: file and line
  RowCounts rows;
};

/// The rows that have a wanted label. Throws DataError if there is none; Error on input errors.
SourceRows read_labelled_rows(const std::string& location, const DataConfig& data);

/// The texts of a source, labelled or not. Throws Error on input errors.
SourceRows read_text_rows(const std::string& location, const DataConfig& data);

/// The labels of the training part in the order of their classes: data.labels, or those that occur, sorted.
/// Throws DataError for fewer than two, more than kMaxLabels or one longer than kMaxLabelBytes.
std::vector<std::string> labels_of(const SourceRows& train, const DataConfig& data);

/// [rows] class numbers of the labels. Throws DataError for an unknown one and names its row.
std::vector<int32_t> class_numbers(const SourceRows& rows, const std::vector<std::string>& labels);

}  // namespace sentiment
