#include "data/data_config.h"

#include <gmock/gmock.h>

#include "json/settings_reader.h"
#include "json/settings_writer.h"

namespace sentiment {
namespace {

std::vector<std::string> problems_of(const DataConfig& config) {
  std::vector<std::string> list;
  for (const SettingProblem& problem : config.problems())
    list.push_back(problem.setting + ": " + problem.text);
  return list;
}

DataConfig sound() {
  DataConfig config;
  config.train = "train.csv";
  return config;
}

TEST(DataConfig, DeclaresItsSettingsInTheOrderOfTheDocumentation) {
  DataConfig config;
  SettingsWriter writer;
  visit_settings(config, writer);
  EXPECT_EQ(dump_json(writer.result),
            "{\"train\":\"\",\"valid\":null,\"test\":null,\"unlabelled\":null,\"format\":\"auto\","
            "\"text_column\":\"text\",\"label_column\":\"label\",\"labels\":null,\"valid_fraction\":0.1,"
            "\"on_bad_row\":\"error\",\"on_invalid_utf8\":\"error\"}");
}

TEST(DataConfig, ReadsEverySetting) {
  const SettingsSource source(
      R"({"train": "t.csv", "valid": "/v.csv", "test": "u.csv", "format": "fasttext", "text_column": "a",
          "label_column": "b", "labels": ["x", "y"], "valid_fraction": 0.2, "on_bad_row": "skip",
          "on_invalid_utf8": "replace"})",
      "config.json", "/data");
  DataConfig config;
  std::vector<std::string> problems;
  SettingsReader reader(source, problems);
  visit_settings(config, reader);
  reader.finish();
  EXPECT_THAT(problems, testing::IsEmpty());
  EXPECT_EQ(config.train, "/data/t.csv");
  EXPECT_EQ(config.valid, "/v.csv");
  EXPECT_EQ(config.test, "/data/u.csv");
  EXPECT_EQ(config.rows.format, DataFormat::kFastText);
  EXPECT_EQ(config.rows.text_column, "a");
  EXPECT_EQ(config.rows.label_column, "b");
  EXPECT_EQ(config.labels, (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(config.valid_fraction, 0.2);
  EXPECT_EQ(config.rows.on_bad_row, BadRow::kSkip);
  EXPECT_EQ(config.rows.on_invalid_utf8, InvalidUtf8::kReplace);
}

TEST(DataConfig, RefusesFractionsThatLeaveOnePartEmpty) {
  for (const char* fraction : {"0", "1", "-0.1", "1.5"}) {
    const SettingsSource source("{\"valid_fraction\": " + std::string(fraction) + "}", "config.json",
                                "/data");
    DataConfig config;
    std::vector<std::string> problems;
    SettingsReader reader(source, problems);
    visit_settings(config, reader);
    EXPECT_EQ(problems.size(), 1u) << fraction;
  }
}

TEST(DataConfig, AsksForTrainingDataAlone) {
  EXPECT_THAT(problems_of({}), testing::ElementsAre("train: is missing; name a data file or folder"));
  EXPECT_THAT(problems_of(sound()), testing::IsEmpty());
}

TEST(DataConfig, WantsTwoDifferentNamedLabels) {
  DataConfig config = sound();
  config.labels = {"pos"};
  EXPECT_THAT(
      problems_of(config),
      testing::ElementsAre("labels: expected at least two labels, found 1; name all, or null for those of "
                           "the training part"));
  config.labels = {"pos", "neg", "pos", "pos"};
  EXPECT_THAT(problems_of(config),
              testing::ElementsAre("labels: expected each label once, found \"pos\" again"));
  config.labels = {"pos", ""};
  EXPECT_THAT(problems_of(config),
              testing::ElementsAre("labels: expected labels with a name, found an empty one"));
  config.labels = {"pos", "neg"};
  EXPECT_THAT(problems_of(config), testing::IsEmpty());
}

// Rows: E6
TEST(DataConfig, RefusesNamesThatAModelDoesNotCarry) {
  DataConfig config = sound();
  config.labels.emplace();
  for (int i = 0; i < 1001; ++i) config.labels->push_back(std::to_string(i));
  EXPECT_THAT(problems_of(config), testing::ElementsAre("labels: expected at most 1000 labels, found 1001"));
  config.labels = {std::string(256, 'a'), std::string(257, 'b')};
  EXPECT_THAT(problems_of(config),
              testing::ElementsAre(testing::HasSubstr("at most 256 bytes, found \"bbb")));
  config.labels.reset();
  config.rows.text_column = std::string(1000, 't');
  config.rows.label_column = std::string(1001, 'l');
  EXPECT_THAT(
      problems_of(config),
      testing::ElementsAre(testing::HasSubstr("label_column: expected a name of at most 1000 bytes")));
}

TEST(DataConfig, RefusesSettingsWithoutEffect) {
  DataConfig config = sound();
  config.valid = "valid.csv";
  EXPECT_THAT(problems_of(config), testing::IsEmpty());
  config.valid_fraction = 0.2;
  EXPECT_THAT(
      problems_of(config),
      testing::ElementsAre("valid_fraction: has no effect with data.valid given; remove one of them"));
  config = sound();
  config.rows.format = DataFormat::kFolder;
  config.rows.text_column = "review";
  EXPECT_THAT(problems_of(config),
              testing::ElementsAre("text_column: has no effect with a format that has no "
                                   "columns; remove it"));
}

TEST(DataConfig, RefusesOneColumnForBothTextAndLabel) {
  DataConfig config = sound();
  config.rows.label_column = "text";
  EXPECT_THAT(problems_of(config),
              testing::ElementsAre("label_column: expected another column than text_column, "
                                   "found \"text\" for both"));
}

TEST(DataConfig, RefusesEmptyPaths) {
  DataConfig config = sound();
  config.valid = "";
  config.test = "";
  EXPECT_EQ(problems_of(config).size(), 2u);
}

}  // namespace
}  // namespace sentiment
