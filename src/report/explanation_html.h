// An explained text as markup for page() of report/html.h: shaded tokens, running probability, gates.
#pragma once

#include <string>
#include <vector>

#include "analysis/explanation.h"

namespace sentiment {

/// Figures, each with its table, under no heading of its own. Gates are drawn of an explanation that has
/// them, for the first 200 tokens. All text is escaped. `labels` are the model's.
std::string explanation_html(const Explanation& explanation, const std::vector<std::string>& labels);

}  // namespace sentiment
