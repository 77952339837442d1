// How explanations are written.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "analysis/explanation.h"
#include "data/record.h"

namespace sentiment {

enum class ExplanationFormat { kText, kJsonl, kHtml };

class ExplanationWriter {
 public:
  virtual ~ExplanationWriter() = default;

  /// Appends what there is to write for one record; `out` may stay empty until the end.
  virtual void append(std::string& out, const Record& record, const Explanation& explanation) = 0;
  /// What stands behind the last record.
  virtual std::string footer() { return ""; }
};

/// text: a few lines and then the tokens, shaded with `colour`, else one a line with a signed bar. jsonl: an
/// object, in which `gates` is a key. html: one page, which shows the gates of explanations that have them.
std::unique_ptr<ExplanationWriter> explanation_writer(ExplanationFormat format,
                                                      std::vector<std::string> labels, bool colour,
                                                      bool gates);

}  // namespace sentiment
