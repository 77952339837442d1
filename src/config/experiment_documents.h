// What is written from the declared settings, of a classifier's config and of a pretraining one: the starter
// config, the JSON Schema, the table of configs/README.md.
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

/// The same of a config of `pretrain`; the starter reads reviews.csv beside it.
std::string pretraining_starter_config();
Json pretraining_schema();
std::string pretraining_settings_table();

}  // namespace sentiment
