#include "config/baseline_config.h"

#include <gmock/gmock.h>

#include "config/experiment_config.h"
#include "core/error.h"

namespace sentiment {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> problems_of(const std::string& baseline) {
  try {
    parse_experiment(R"({"data": {"train": "t.csv"}, "baseline": )" + baseline + "}", "my.json", "/configs");
  } catch (const ConfigError& error) {
    return error.problems;
  }
  return {};
}

TEST(BaselineConfig, FitsTrigramsUnlessToldOtherwise) {
  const ExperimentConfig config = parse_experiment(R"({"data": {"train": "t.csv"}})", "my.json", "/configs");
  EXPECT_EQ(config.baseline.type, BaselineType::kNbNgram);
  EXPECT_EQ(config.baseline.n, 3);
}

TEST(BaselineConfig, RefusesSettingsWithoutEffect) {
  EXPECT_THAT(problems_of(R"({"type": "none"})"), IsEmpty());
  EXPECT_THAT(problems_of(R"({"type": "none", "n": 3, "min_count": 2, "cost": 0.01})"), IsEmpty());
  EXPECT_THAT(
      problems_of(R"({"type": "none", "n": 2, "min_count": 5, "cost": 1})"),
      ElementsAre(HasSubstr("baseline.n: has no effect with type \"none\""),
                  HasSubstr("baseline.min_count: has no effect"), HasSubstr("baseline.cost: has no effect")));
}

TEST(BaselineConfig, KnowsItsRanges) {
  EXPECT_THAT(problems_of(R"({"n": 6, "min_count": 0, "cost": 0, "type": "svm", "c": 1})").size(), 5u);
}

}  // namespace
}  // namespace sentiment
