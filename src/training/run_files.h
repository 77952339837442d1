// The files of a run that say what it was started with and how it ended.
#pragma once

#include <string>

#include "checkpoint/run_directory.h"
#include "config/experiment_config.h"
#include "json/strict_json.h"

namespace sentiment {

/// Writes config.json, and config.input.json unless `input` is null: it is that of the run's start. Throws
/// Error.
void write_config_files(const RunDirectory& directory, const Json& config, const ExperimentInput* input);

/// The settings that the run in this folder was started with.
Json written_config(const RunDirectory& directory);

/// Whether a run that has come to its end has also written everything: its meta.json says how it ended, and
/// what comes before and after that is there.
bool has_said_so(const RunDirectory& directory, bool with_report, const std::string& finished);

}  // namespace sentiment
