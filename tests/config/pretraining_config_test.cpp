#include "config/pretraining_config.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

PretrainingConfig parse(const std::string& text, const std::vector<std::string>& overrides = {}) {
  return parse_pretraining(text, "my.json", "/configs", overrides);
}

std::vector<std::string> problems_of(const std::string& text) {
  try {
    parse(text);
  } catch (const ConfigError& error) {
    return error.problems;
  }
  return {};
}

TEST(PretrainingConfig, TakesOneSourceOrSeveralRelativeToItsFile) {
  EXPECT_THAT(parse(R"({"data": {"train": "a.csv"}})").data.train.paths, ElementsAre("/configs/a.csv"));
  EXPECT_THAT(parse(R"({"data": {"train": ["a.csv", "/b.tar.xz!/c"]}})").data.train.paths,
              ElementsAre("/configs/a.csv", "/b.tar.xz!/c"));
  EXPECT_THAT(
      problems_of(R"({"data": {"train": [1]}})"),
      Contains(HasSubstr("my.json:1:11: data.train: expected a string or a list of strings, found a list")));
}

TEST(PretrainingConfig, IsTheSameWhenItsResolvedFormIsReadAgain) {
  const Json resolved = to_json(parse(R"({"data": {"train": "a.csv"}, "model": {"type": "gru"}})"));
  EXPECT_EQ(resolved.at("model").at("type"), "gru");
  EXPECT_EQ(resolved.at("objective"), "language_model");
  EXPECT_EQ(to_json(parse(dump_json(resolved))), resolved);
}

TEST(PretrainingConfig, ReadsWholeTextsUnlessToldOtherwise) {
  EXPECT_EQ(parse(R"({"data": {"train": "a.csv"}})").tokenizer.max_tokens, 100'000);
}

TEST(PretrainingConfig, HasNoSettingsThatWouldNotAct) {
  const std::vector<std::string> found = problems_of(
      R"({"data": {"train": "a.csv", "test": "b.csv"}, "vocabulary": {"vectors": "v"},
          "model": {"bidirectional": false}, "trainer": {"batch_size": 2, "validation_metric": "loss"}})");
  for (const char* place : {"data.test", "vocabulary.vectors", "model.bidirectional", "trainer.batch_size",
                            "trainer.validation_metric"}) {
    EXPECT_THAT(found, Contains(HasSubstr(std::string(place) + ": unknown setting"))) << place;
  }
}

TEST(PretrainingConfig, TakesLabelsToPutInFront) {
  const PretrainingConfig config =
      parse(R"({"data": {"train": "a.csv", "labels": ["neg", "pos"], "label_column": "stars"}})");
  EXPECT_THAT(config.data.labels, testing::Optional(ElementsAre("neg", "pos")));
  EXPECT_EQ(config.data.rows.label_column, "stars");
  EXPECT_EQ(to_json(parse(dump_json(to_json(config)))), to_json(config));
  EXPECT_THAT(parse(R"({"data": {"train": "a.csv", "labels": ["pos"]}})").data.labels,
              testing::Optional(ElementsAre("pos")));
  EXPECT_EQ(parse(R"({"data": {"train": "a.csv", "text_column": "label"}})").data.rows.text_column, "label");
}

TEST(PretrainingConfig, RefusesLabelsThatCannotBePutInFront) {
  EXPECT_THAT(problems_of(R"({"data": {"train": "a.csv", "labels": []}})"),
              ElementsAre(HasSubstr("data.labels: expected a label, found none; name some, or null")));
  EXPECT_THAT(problems_of(R"({"data": {"train": "a.csv", "labels": ["a", "a"]}})"),
              ElementsAre(HasSubstr("data.labels: expected each label once, found \"a\" again")));
  EXPECT_THAT(problems_of(R"({"data": {"train": "a.csv", "label_column": "stars"}})"),
              ElementsAre(HasSubstr("data.label_column: has no effect without labels")));
  EXPECT_THAT(
      problems_of(
          R"({"data": {"train": "a.csv", "labels": ["a"], "text_column": "x", "label_column": "x"}})"),
      ElementsAre(HasSubstr("data.label_column: expected another column than text_column")));
  EXPECT_THAT(
      problems_of(R"({"data": {"train": "a.csv", "labels": ["a", "b"]}, "vocabulary": {"max_size": 5}})"),
      ElementsAre(HasSubstr(
          "vocabulary.max_size: expected at least 6, with an entry for each of data.labels, found 5")));
}

TEST(PretrainingConfig, RefusesSettingsWithoutEffectAndMissingData) {
  const std::vector<std::string> found =
      problems_of(R"({"model": {"type": "rnn", "forget_bias": 2, "layer_dropout": 0.5, "residual": true},
                      "trainer": {"optimizer": {"momentum": 0.5}}})");
  for (const char* problem :
       {"data.train: is missing", "model.forget_bias: has no effect with type = \"rnn\"",
        "model.layer_dropout: has no effect with layers = 1", "model.residual: has no effect with layers = 1",
        "trainer.optimizer.momentum: has no effect"}) {
    EXPECT_THAT(found, Contains(HasSubstr(problem))) << problem;
  }
}

}  // namespace
}  // namespace sentiment
