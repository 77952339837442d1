// A config with a setting of each type, for the tests of this folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "json/settings_reader.h"

namespace sentiment {

enum class Mode { kBake, kGrill };

struct TimerConfig {
  std::optional<int64_t> minutes;
  std::optional<double> beep = 0.5;
};

struct OvenConfig {
  bool light = true;
  int64_t racks = 2;
  double heat = 180.5;
  std::string name = "oven";
  std::string manual = "";
  std::optional<std::string> recipe;
  std::optional<std::vector<std::string>> dishes;
  Mode mode = Mode::kBake;
  TimerConfig timer;
};

inline void visit_settings(OvenConfig& config, SettingsVisitor& visit) {
  visit.flag("light", config.light, "whether one can see");
  visit.integer("racks", config.racks, between(1, 5), "how many racks");
  visit.number("heat", config.heat, inside(0, 300), "degrees Celsius");
  visit.text("name", config.name, "what it is called");
  visit.path("manual", config.manual, "where to read on");
  visit.path("recipe", config.recipe, "what to do");
  visit.texts("dishes", config.dishes, "what to bake");
  visit.choice("mode", config.mode, {{"bake", Mode::kBake}, {"grill", Mode::kGrill}}, "how");
  visit.section("timer", "when to stop", [&](SettingsVisitor& inner) {
    inner.integer("minutes", config.timer.minutes, at_least(1), "how long");
    inner.number("beep", config.timer.beep, between(0, 1), "how loud");
  });
}

/// Reads `source` into `config`; returns the problems.
inline std::vector<std::string> read_oven(const SettingsSource& source, OvenConfig& config) {
  std::vector<std::string> problems;
  SettingsReader reader(source, problems);
  visit_settings(config, reader);
  reader.finish();
  return problems;
}

inline std::vector<std::string> oven_problems(std::string_view json) {
  OvenConfig config;
  return read_oven(SettingsSource(json, "oven.json", "/kitchen"), config);
}

}  // namespace sentiment
