#include "json/settings_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/oven_config.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(SettingsReader, KeepsDefaultsForWhatIsNotGiven) {
  OvenConfig config;
  EXPECT_THAT(read_oven(SettingsSource("{}", "oven.json", "/"), config), IsEmpty());
  EXPECT_EQ(config.racks, 2);
  EXPECT_EQ(config.mode, Mode::kBake);
  EXPECT_EQ(config.timer.beep, 0.5);
}

TEST(SettingsReader, ReadsEveryType) {
  OvenConfig config;
  const SettingsSource source(R"({"light": false, "racks": 5, "heat": 20, "name": "", "dishes": ["a", "b"],
                                  "mode": "grill", "timer": {"minutes": 3, "beep": null}})",
                              "oven.json", "/");
  EXPECT_THAT(read_oven(source, config), IsEmpty());
  EXPECT_FALSE(config.light);
  EXPECT_EQ(config.racks, 5);
  EXPECT_EQ(config.heat, 20.0);  // an integer is a number
  EXPECT_EQ(config.name, "");
  EXPECT_THAT(config.dishes.value(), ElementsAre("a", "b"));
  EXPECT_EQ(config.mode, Mode::kGrill);
  EXPECT_EQ(config.timer.minutes, 3);
  EXPECT_FALSE(config.timer.beep.has_value());
}

TEST(SettingsReader, RefusesWrongTypes) {
  EXPECT_THAT(oven_problems(R"({"racks": 5.5})"),
              ElementsAre("oven.json:1:2: racks: expected an integer, found 5.5"));
  EXPECT_THAT(oven_problems(R"({"racks": 5.0})"),
              ElementsAre("oven.json:1:2: racks: expected an integer, found 5.0"));
  EXPECT_THAT(oven_problems(R"({"racks": "5"})"),
              ElementsAre("oven.json:1:2: racks: expected an integer, found the string \"5\""));
  EXPECT_THAT(oven_problems(R"({"racks": true})"),
              ElementsAre("oven.json:1:2: racks: expected an integer, found true"));
  EXPECT_THAT(oven_problems(R"({"heat": true})"),
              ElementsAre("oven.json:1:2: heat: expected a number, found true"));
  EXPECT_THAT(oven_problems(R"({"light": 1})"),
              ElementsAre("oven.json:1:2: light: expected true or false, found 1"));
  EXPECT_THAT(oven_problems(R"({"name": null})"),
              ElementsAre("oven.json:1:2: name: expected a string, found null"));
  EXPECT_THAT(oven_problems(R"({"recipe": ["x"]})"),
              ElementsAre("oven.json:1:2: recipe: expected a string or null, found a list"));
  EXPECT_THAT(oven_problems(R"({"dishes": ["x", 1]})"),
              ElementsAre("oven.json:1:2: dishes: expected a list of strings or null, found a list"));
  EXPECT_THAT(
      oven_problems(R"({"mode": "boil"})"),
      ElementsAre("oven.json:1:2: mode: expected one of \"bake\", \"grill\", found the string \"boil\""));
  EXPECT_THAT(oven_problems(R"({"timer": 3})"),
              ElementsAre("oven.json:1:2: timer: expected an object, found 3"));
}

TEST(SettingsReader, RefusesValuesOutOfRange) {
  EXPECT_THAT(oven_problems(R"({"racks": 0})"),
              ElementsAre("oven.json:1:2: racks: must be in [1, 5], found 0"));
  EXPECT_THAT(oven_problems(R"({"racks": 6})").size(), 1u);
  EXPECT_THAT(oven_problems(R"({"racks": 1})"), IsEmpty());
  EXPECT_THAT(oven_problems(R"({"heat": 300})").size(), 1u);
  EXPECT_THAT(oven_problems(R"({"timer": {"minutes": 0}})"),
              ElementsAre("oven.json:1:12: timer.minutes: must be at least 1, found 0"));
}

TEST(SettingsReader, RefusesIntegersBeyond64Bits) {
  EXPECT_THAT(oven_problems(R"({"racks": 9223372036854775808})"),
              ElementsAre("oven.json:1:2: racks: must be below 2^63, found 9223372036854775808"));
  EXPECT_EQ(message_of<ConfigError>([] { oven_problems(R"({"racks": 18446744073709551616})"); }),
            "oven.json:1:11: invalid JSON: an integer beyond 64 bits; write it as a string");
}

// Rows: G13
TEST(SettingsReader, CutsNamesThatNoSettingHas) {
  const std::string name(1'000'000, 'n');
  const std::vector<std::string> problems = oven_problems("{\"" + name + "\": 1}");
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0], "oven.json: \"" + std::string(80, 'n') + "...\": unknown setting");
  EXPECT_LT(message_of<ConfigError>([&] {
              SettingsSource("{}", "oven.json", "/").override_with(name, "/");
            }).size(),
            200u);
}

TEST(SettingsReader, SuggestsTheNearestSetting) {
  EXPECT_THAT(oven_problems("{\n  \"rack\": 1}"),
              ElementsAre("oven.json:2:3: rack: unknown setting (did you mean \"racks\"?)"));
  EXPECT_THAT(oven_problems(R"({"timer": {"minuts": 1}})"),
              ElementsAre("oven.json:1:12: timer.minuts: unknown setting (did you mean \"minutes\"?)"));
  EXPECT_THAT(oven_problems(R"({"zebra": 1})"), ElementsAre("oven.json:1:2: zebra: unknown setting"));
}

TEST(SettingsReader, ReportsAllProblemsAtOnce) {
  EXPECT_EQ(
      oven_problems(R"({"racks": 0, "heat": "x", "timer": {"minutes": -1, "x": 1}, "lihgt": true})").size(),
      5u);
}

TEST(SettingsReader, AllowsASchemaAtTheTopOnly) {
  EXPECT_THAT(oven_problems(R"({"$schema": "oven.schema.json"})"), IsEmpty());
  EXPECT_THAT(oven_problems(R"({"timer": {"$schema": "x"}})"),
              ElementsAre("oven.json:1:12: timer.$schema: unknown setting"));
}

TEST(SettingsReader, SeesRelativePathsFromTheFolderOfTheFile) {
  OvenConfig config;
  const SettingsSource source(R"({"manual": "../docs/m.txt", "recipe": "/r.txt", "name": "a/b"})",
                              "oven.json", "/kitchen");
  EXPECT_THAT(read_oven(source, config), IsEmpty());
  EXPECT_EQ(config.manual, "/docs/m.txt");
  EXPECT_EQ(config.recipe, "/r.txt");
  EXPECT_EQ(config.name, "a/b");  // no path
}

TEST(SettingsReader, LeavesAnEmptyPathEmpty) {
  OvenConfig config;
  EXPECT_THAT(read_oven(SettingsSource(R"({"manual": ""})", "oven.json", "/kitchen"), config), IsEmpty());
  EXPECT_EQ(config.manual, "");
}

TEST(SettingsSource, NamesThePlaceOfAnError) {
  const auto load = [](std::string_view json) {
    return message_of<ConfigError>([&] { SettingsSource(json, "a\nb.json", "/"); });
  };
  EXPECT_THAT(load("{\n  \"a\": 1,\n}"), HasSubstr("a\\nb.json:3:1: invalid JSON: "));
  EXPECT_EQ(load("[1]"), "a\\nb.json: expected a JSON object, found a list");
  EXPECT_THAT(load(""), HasSubstr("1:1: invalid JSON: "));
}

TEST(SettingsSource, PlacesSettingsThatAreNotGivenInTheFile) {
  const SettingsSource source("{\"timer\": {}}", "oven.json", "/");
  EXPECT_EQ(source.place("timer"), "oven.json:1:2: timer");
  EXPECT_EQ(source.place("timer.beep"), "oven.json: timer.beep");
}

}  // namespace
}  // namespace sentiment
