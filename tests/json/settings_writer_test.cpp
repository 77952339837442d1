#include "json/settings_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/oven_config.h"

namespace sentiment {
namespace {

std::string written(OvenConfig& config) {
  SettingsWriter writer;
  visit_settings(config, writer);
  return dump_json(writer.result);
}

TEST(SettingsWriter, WritesEverySettingInOrderOfDeclaration) {
  OvenConfig config;
  EXPECT_EQ(written(config),
            R"({"light":true,"racks":2,"heat":180.5,"name":"oven","manual":"","recipe":null,"dishes":null,)"
            R"("mode":"bake","timer":{"minutes":null,"beep":0.5}})");
}

TEST(SettingsWriter, WritesWhatLoadsAgainUnchanged) {
  OvenConfig config;
  SettingsSource source(R"({"racks": 3, "heat": 0.1, "recipe": "r.txt", "dishes": [], "mode": "grill",
                            "timer": {"minutes": 9223372036854775807}})",
                        "oven.json", "/kitchen");
  source.override_with("manual=m.txt", "/shell");
  EXPECT_THAT(read_oven(source, config), testing::IsEmpty());
  const std::string resolved = written(config);

  OvenConfig again;
  EXPECT_THAT(read_oven(SettingsSource(resolved, "config.json", "/elsewhere"), again), testing::IsEmpty());
  EXPECT_EQ(written(again), resolved);
  EXPECT_EQ(again.recipe, "/kitchen/r.txt");
  EXPECT_EQ(again.manual, "/shell/m.txt");
}

TEST(SettingsTable, HasARowForEachSetting) {
  OvenConfig config;
  SettingsTable table;
  visit_settings(config, table);
  EXPECT_THAT(table.rows,
              testing::StartsWith("| `light` | true or false | `true` | whether one can see |\n"
                                  "| `racks` | an integer, in [1, 5] | `2` | how many racks |\n"));
  EXPECT_THAT(table.rows, testing::HasSubstr("| `mode` | `bake`, `grill` | `\"bake\"` | how |\n"));
  EXPECT_THAT(table.rows, testing::HasSubstr("| `recipe` | path | `null` | what to do |\n"));
  EXPECT_THAT(table.rows,
              testing::EndsWith("| `timer.beep` | a number or null, in [0, 1] | `0.5` | how loud |\n"));
}

}  // namespace
}  // namespace sentiment
