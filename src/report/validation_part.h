// The validation part of a run, read again from where its config says.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "report/run_record.h"

namespace sentiment {

/// Texts with their labels.
struct LabelledTexts {
  std::vector<std::string> labels;  // class i is labels[i]
  std::vector<std::string> texts;
  std::vector<std::size_t> truths;  // [texts] numbers of labels
};

/// Whether data can be opened twice: a pipe gives its bytes once, and to open it again would wait for a
/// writer, perhaps forever.
bool can_be_read_again(const std::optional<std::string>& location);

/// The hash that a run kept of its validation part; none if it does not say.
std::optional<std::string> validation_hash(const RunRecord& record);

/// Takes the part from the training data as the run did. Throws Error if the data cannot be read, or is not
/// what it was.
LabelledTexts read_validation_part(const RunRecord& record);

}  // namespace sentiment
