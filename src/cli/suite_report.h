// What a behaviour suite found, as text and as JSON.
#pragma once

#include <string>
#include <vector>

#include "analysis/behaviour_results.h"
#include "json/strict_json.h"

namespace sentiment {

/// A table of pass rates, then the first failures of each test. `name` is the suite.
std::string suite_text(const std::string& name, const std::vector<BehaviourResult>& results);

/// suite, cases, passed, pass_rate, tests: [{name, capability, type, expected, cases, passed, pass_rate,
/// interval, failures: [{text, label, asked, probability, changed_text, changed_label,
/// changed_probability}]}]. Probabilities are those of the label `asked`; changed_* only where a text was
/// changed.
Json suite_json(const std::string& name, const std::vector<BehaviourResult>& results);

}  // namespace sentiment
