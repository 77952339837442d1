#include "config/idle_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "config/config_file.h"

namespace sentiment {
namespace {

/// Names of the leaves of `now` that differ from `by_default`: "optimizer.learning_rate".
void add_changed(const Json& now, const Json& by_default, const std::string& prefix,
                 std::vector<std::string>& names) {
  for (const auto& [name, value] : now.items()) {
    if (value.is_object()) {
      add_changed(value, by_default.at(name), prefix + name + ".", names);
    } else if (value != by_default.at(name)) {
      names.push_back(prefix + name);
    }
  }
}

/// The sections that only the other objective reads, each with the settings that both do.
struct Section {
  const char* name;
  std::vector<std::string_view> read;
};

std::vector<Section> idle_sections(PretrainedKind objective) {
  if (objective == PretrainedKind::kLanguageModel) return {{"vectors", {}}};
  // data.label_column is refused without data.labels whatever the objective.
  return {
      {"data",
       {"train", "valid_fraction", "format", "text_column", "label_column", "on_bad_row", "on_invalid_utf8"}},
      {"model", {"embedding_size"}},
      {"language_model", {}},
      {"trainer", {"log_every_steps", "tensorboard", "report"}}};
}

}  // namespace

void place_idle_settings(const SettingsSource& source, const PretrainingConfig& config,
                         std::vector<std::string>& problems) {
  const Json now = to_json(config);
  const Json by_default = to_json(PretrainingConfig());
  for (const Section& section : idle_sections(config.objective)) {
    std::vector<std::string> names;
    add_changed(now.at(section.name), by_default.at(section.name), "", names);
    std::vector<SettingProblem> found;
    for (const std::string& name : names) {
      if (std::find(section.read.begin(), section.read.end(), name) != section.read.end()) continue;
      found.push_back({name, fmt::format("has no effect with objective = \"{}\"; leave it out",
                                         name_of(config.objective))});
    }
    place_problems(source, section.name, found, problems);
  }
}

}  // namespace sentiment
