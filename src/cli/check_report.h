// What the data doctor found, for people and for programs.
#pragma once

#include <string>

#include "doctor/data_check.h"
#include "json/strict_json.h"

namespace sentiment {

/// Tables, then findings and notes with the first rows they concern and what to do, then the verdict.
std::string check_text(const DataCheck& check);

/// The same: `sound`; `findings` and `notes`, a line each; `verdicts`, the same in parts; `parts`, by name;
/// `same_text` and `near_text`, by pair of parts; `giveaways`; `vocabulary`; `vectors`, if there are any.
/// doctor/CHECKS.md says what the keys mean.
Json check_json(const DataCheck& check);

}  // namespace sentiment
