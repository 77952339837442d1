#include "config/experiment_documents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/experiment_config.h"
#include "config/pretraining_config.h"

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

TEST(PretrainingStarterConfig, LoadsAndMeansTheDefaults) {
  const PretrainingConfig config = parse_pretraining(pretraining_starter_config(), "starter", "/here");
  Json expected = to_json(PretrainingConfig{});
  expected["data"]["train"] = Json::array({"/here/reviews.csv"});
  EXPECT_EQ(to_json(config), expected);
}

TEST(PretrainingSchema, HasThePretrainingDefaultsAndNoSettingOfAClassifier) {
  const Json properties = pretraining_schema().at("properties");
  EXPECT_EQ(properties.at("tokenizer").at("properties").at("max_tokens").at("default"), 100'000);
  EXPECT_EQ(properties.at("objective").at("enum"), Json::array({"language_model", "vectors"}));
  EXPECT_FALSE(properties.at("trainer").at("properties").contains("batch_size"));
}

TEST(PretrainingSettingsTable, HasARowForASettingOfEachObjective) {
  EXPECT_THAT(pretraining_settings_table(), testing::HasSubstr("| `language_model.streams` |"));
  EXPECT_THAT(pretraining_settings_table(), testing::HasSubstr("| `vectors.negatives` |"));
}

}  // namespace
}  // namespace sentiment
