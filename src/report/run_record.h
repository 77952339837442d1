// What the folder of a run says of the run. Any of its files may be missing, be of an older version or be
// damaged: then there is a note on it, and what was in it counts as not said.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "config/experiment_config.h"
#include "config/pretraining_config.h"
#include "json/strict_json.h"
#include "report/svg_chart.h"

namespace sentiment {

struct RunRecord {
  std::filesystem::path folder;
  std::optional<ExperimentConfig> config;        // of a classifier's run
  std::optional<PretrainingConfig> pretraining;  // of a pretraining run
  Json settings;                                 // config.json as it is
  Json meta;                                     // meta.json
  Json metrics;                                  // metrics.json
  std::vector<Json> events;                      // lines of metrics.jsonl
  std::vector<std::string> notes;                // what could not be read, a sentence each

  /// Whether `pretrain` wrote it, be its config readable or not.
  bool is_pretraining() const;

  /// A figure of every event of one kind by its step; NaN where it is not a number. Events without the figure
  /// are left out.
  Series series(const std::string& event, const std::string& figure, const std::string& name) const;
};

/// Throws Error if the folder holds no run.
RunRecord read_run_record(const std::filesystem::path& folder);

/// What stands at the end of a path of keys; none if a key is missing or something else stands there.
std::optional<double> number_in(const Json& json, std::initializer_list<const char*> keys);
std::optional<std::string> text_in(const Json& json, std::initializer_list<const char*> keys);

}  // namespace sentiment
