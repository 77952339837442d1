#include "json/settings_schema.h"

#include <gtest/gtest.h>

#include "json/oven_config.h"

namespace sentiment {
namespace {

Json oven_schema() {
  OvenConfig config;
  SettingsSchema schema;
  visit_settings(config, schema);
  return schema.result;
}

TEST(SettingsSchema, DescribesAnObjectWithoutOtherKeys) {
  const Json schema = oven_schema();
  EXPECT_EQ(schema["type"], "object");
  EXPECT_EQ(schema["additionalProperties"], false);
  EXPECT_EQ(schema["properties"].size(), 9u);
}

TEST(SettingsSchema, GivesTypeSentenceDefaultAndRange) {
  const Json properties = oven_schema()["properties"];
  EXPECT_EQ(dump_json(properties["racks"]),
            R"({"type":"integer","description":"how many racks","default":2,"minimum":1.0,"maximum":5.0})");
  EXPECT_EQ(properties["heat"]["exclusiveMinimum"], 0.0);
  EXPECT_EQ(properties["heat"]["exclusiveMaximum"], 300.0);
  EXPECT_EQ(dump_json(properties["recipe"]["type"]), R"(["string","null"])");
  EXPECT_EQ(properties["recipe"]["default"], nullptr);
}

TEST(SettingsSchema, ListsChoices) {
  EXPECT_EQ(dump_json(oven_schema()["properties"]["mode"]),
            R"({"type":"string","description":"how","default":"bake","enum":["bake","grill"]})");
}

TEST(SettingsSchema, DescribesListsOfStrings) {
  EXPECT_EQ(
      dump_json(oven_schema()["properties"]["dishes"]),
      R"({"type":["array","null"],"description":"what to bake","default":null,"items":{"type":"string"}})");
}

TEST(SettingsSchema, NestsSections) {
  const Json timer = oven_schema()["properties"]["timer"];
  EXPECT_EQ(timer["description"], "when to stop");
  EXPECT_EQ(timer["additionalProperties"], false);
  EXPECT_EQ(timer["properties"]["minutes"]["minimum"], 1.0);
}

}  // namespace
}  // namespace sentiment
