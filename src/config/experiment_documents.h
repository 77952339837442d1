// What is written from the declared settings: the starter config, the JSON Schema, the table of
// configs/README.md.
#pragma once

#include <string>

#include "json/strict_json.h"

namespace sentiment {

/// A config to start from: the settings most people change, all valid, reading train.csv beside it.
std::string starter_config();

/// JSON Schema (2020-12) of a config file.
Json experiment_schema();

/// The Markdown table of every setting.
std::string settings_table();

}  // namespace sentiment
