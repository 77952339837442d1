// An explanation for people to read.
#pragma once

#include <string>
#include <vector>

#include "analysis/explanation.h"

namespace sentiment {

/// Label and probability, what they are made of, where the answer turns; then the tokens: with `colour` as
/// lines of words on shades (blue for the label, orange against it), else one a line with what it adds, a
/// signed bar and the running probability. Everything is printable.
std::string explanation_text(const Explanation& explanation, const std::vector<std::string>& labels,
                             bool colour);

}  // namespace sentiment
