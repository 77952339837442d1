#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/oven_config.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// {} or `json` with the given overrides, made in /shell.
struct Overridden {
  explicit Overridden(std::initializer_list<std::string_view> overrides, std::string_view json = "{}") {
    SettingsSource source(json, "oven.json", "/kitchen");
    for (const std::string_view assignment : overrides) source.override_with(assignment, "/shell");
    problems = read_oven(source, config);
  }
  OvenConfig config;
  std::vector<std::string> problems;
};

TEST(Overrides, AreJsonOrElseStrings) {
  const Overridden oven({"racks=3", "heat=1e2", "light=false", "name=my oven", "mode=grill", "dishes=[\"a\"]",
                         "timer.beep=null"});
  EXPECT_THAT(oven.problems, IsEmpty());
  EXPECT_EQ(oven.config.racks, 3);
  EXPECT_EQ(oven.config.heat, 100.0);
  EXPECT_FALSE(oven.config.light);
  EXPECT_EQ(oven.config.name, "my oven");
  EXPECT_EQ(oven.config.mode, Mode::kGrill);
  EXPECT_THAT(oven.config.dishes.value(), ElementsAre("a"));
  EXPECT_FALSE(oven.config.timer.beep.has_value());
}

TEST(Overrides, KeepWhatFollowsTheFirstEqualsSign) {
  EXPECT_EQ(Overridden({"name=a=b"}).config.name, "a=b");
  EXPECT_EQ(Overridden({"name="}).config.name, "");
}

TEST(Overrides, TakePrecedenceAndTheLastOneWins) {
  EXPECT_EQ(Overridden({"racks=3", "racks=4"}, R"({"racks": 1})").config.racks, 4);
}

TEST(Overrides, ReachIntoSectionsThatAreNotGiven) {
  EXPECT_EQ(Overridden({"timer.minutes=7"}).config.timer.minutes, 7);
  EXPECT_EQ(Overridden({"timer.minutes=7"}, R"({"timer": {"minutes": 1, "beep": 0}})").config.timer.beep,
            0.0);
}

TEST(Overrides, ReplaceWholeSections) {
  const Overridden oven({R"(timer={"minutes": 9})"}, R"({"timer": {"beep": 0}})");
  EXPECT_EQ(oven.config.timer.minutes, 9);
  EXPECT_EQ(oven.config.timer.beep, 0.5);
}

TEST(Overrides, SeeRelativePathsFromTheirOwnFolder) {
  const Overridden oven({"recipe=r.txt"}, R"({"manual": "m.txt", "recipe": "old.txt"})");
  EXPECT_EQ(oven.config.manual, "/kitchen/m.txt");
  EXPECT_EQ(oven.config.recipe, "/shell/r.txt");
}

TEST(Overrides, AreNamedInProblems) {
  EXPECT_THAT(Overridden({"racks=9"}, R"({"racks": 1})").problems,
              ElementsAre("--set racks: must be in [1, 5], found 9"));
  EXPECT_THAT(Overridden({"timer.minuts=1"}).problems,
              ElementsAre("--set timer.minuts: unknown setting (did you mean \"minutes\"?)"));
  EXPECT_THAT(Overridden({R"(timer={"beep": 2})"}, R"({"timer": {"beep": 0}})").problems,
              ElementsAre("--set timer: timer.beep: must be in [0, 1], found 2"));
}

TEST(Overrides, ThatAreNoAssignmentAreRefused) {
  for (const char* assignment : {"racks", "", "=3"}) {
    EXPECT_THAT(message_of<ConfigError>([&] { Overridden{assignment}; }), HasSubstr("expected NAME=VALUE"));
  }
  EXPECT_EQ(message_of<ConfigError>([] { Overridden({"racks.x=1"}, R"({"racks": 1})"); }),
            "--set racks.x: \"racks\" is not a section");
}

TEST(Overrides, WithOddNamesAreUnknownSettings) {
  EXPECT_EQ(Overridden({"timer.=1"}).problems.size(), 1u);
  EXPECT_EQ(Overridden({".=1"}).problems.size(), 1u);
  EXPECT_EQ(Overridden({"a\nb=1"}).problems, (std::vector<std::string>{"--set a\\nb: unknown setting"}));
}

}  // namespace
}  // namespace sentiment
