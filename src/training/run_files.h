// What the files of an earlier run say: how it was started, and how it ended.
#pragma once

#include <string>

#include "checkpoint/run_directory.h"
#include "json/strict_json.h"

namespace sentiment {

/// The settings that the run in this folder was started with.
Json written_config(const RunDirectory& directory);

/// Whether a run that has come to its end has also written everything: its meta.json says how it ended, and
/// what comes before and after that is there.
bool has_said_so(const RunDirectory& directory, bool with_report, const std::string& finished);

}  // namespace sentiment
