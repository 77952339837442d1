#include "config/idle_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace sentiment {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

PretrainingConfig parse(const std::string& sections) {
  return parse_pretraining(R"({"data": {"train": "x.csv"}, )" + sections + "}", "c.json", "/");
}

std::vector<std::string> problems_of(const std::string& sections) {
  try {
    parse(sections);
    return {};
  } catch (const ConfigError& error) {
    return error.problems;
  }
}

TEST(IdleSettings, AreThoseOfALanguageModelForVectors) {
  const auto idle = [](const char* setting) {
    return AllOf(HasSubstr(setting), HasSubstr(": has no effect with objective = \"vectors\"; leave it out"));
  };
  EXPECT_THAT(problems_of(R"("objective": "vectors", "model": {"embedding_size": 100, "hidden_size": 7},
                     "language_model": {"streams": 3},
                     "trainer": {"optimizer": {"learning_rate": 0.5}, "log_every_steps": 7,
                                 "device": "cuda"})"),
              UnorderedElementsAre(idle("model.hidden_size"), idle("language_model.streams"),
                                   idle("trainer.optimizer.learning_rate"), idle("trainer.device")));
}

TEST(IdleSettings, AreTheLabelsInFrontForVectors) {
  try {
    parse_pretraining(R"({"objective": "vectors", "data": {"train": "x.csv", "labels": ["a", "b"],
                          "label_column": "y", "valid_fraction": 0.1, "on_bad_row": "skip"}})",
                      "c.json", "/");
    FAIL() << "expected a ConfigError";
  } catch (const ConfigError& error) {
    EXPECT_THAT(error.problems,
                ElementsAre(HasSubstr("data.labels: has no effect with objective = \"vectors\"")));
  }
}

TEST(IdleSettings, AreThoseOfVectorsForALanguageModel) {
  EXPECT_THAT(problems_of(R"("vectors": {"window": 3})"),
              ElementsAre(HasSubstr("vectors.window: has no effect")));
}

TEST(IdleSettings, MayBeGivenWithTheirDefaults) {
  const PretrainingConfig config =
      parse(R"("objective": "vectors", "vectors": {"window": 3}, "model": {"layers": 1})");
  EXPECT_EQ(config.objective, PretrainedKind::kVectors);
  EXPECT_EQ(config.vectors.window, 3);
}

TEST(IdleSettings, LeaveAResolvedConfigReadable) {
  const PretrainingConfig config = parse(R"("objective": "vectors", "vectors": {"epochs": 2})");
  EXPECT_EQ(to_json(parse_pretraining(dump_json(to_json(config)), "c.json", "/")), to_json(config));
}

}  // namespace
}  // namespace sentiment
