#include "config/experiment_documents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/experiment_config.h"

namespace sentiment {
namespace {

TEST(StarterConfig, LoadsAndMeansTheDefaults) {
  const ExperimentConfig config = parse_experiment(starter_config(), "starter", "/here");
  Json expected = to_json(ExperimentConfig{});
  expected["data"]["train"] = "/here/train.csv";
  EXPECT_EQ(to_json(config), expected);
}

TEST(ExperimentSchema, HasEverySettingWithItsDefault) {
  const Json schema = experiment_schema();
  const Json epochs = schema.at("properties").at("trainer").at("properties").at("epochs");
  EXPECT_EQ(epochs.at("type"), "integer");
  EXPECT_EQ(epochs.at("default"), 5);
  EXPECT_EQ(epochs.at("minimum"), 1.0);
  EXPECT_TRUE(schema.at("properties").contains("$schema"));
}

TEST(SettingsTable, HasARowForANestedSetting) {
  EXPECT_THAT(settings_table(), testing::HasSubstr("| `trainer.bptt.window` |"));
}

}  // namespace
}  // namespace sentiment
