#include "cli/runs_summary.h"

#include <gmock/gmock.h>

namespace sentiment {
namespace {

RunResult run(int64_t seed, double validation, bool diverged = false) {
  return {.name = "run-" + std::to_string(seed),
          .seed = seed,
          .diverged = diverged,
          .metrics = {{"finished", diverged ? "" : "completed"}, {"best", {{"accuracy", validation}}}}};
}

RunResult tested(RunResult result, double test) {
  result.metrics["test"] = {{"accuracy", test}};
  return result;
}

TEST(RunsSummary, LeavesOutRunsThatDiverged) {
  const RunsSummary summary({run(1, 0.5), run(2, 0.7), run(3, 0.9, /*diverged=*/true)}, "accuracy");
  const Json json = summary.json();
  EXPECT_DOUBLE_EQ(json.at("validation").at("mean").get<double>(), 0.6);
  EXPECT_NEAR(json.at("validation").at("standard_deviation").get<double>(), 0.1414213562373095, 1e-15);
  EXPECT_EQ(json.at("completed"), 2);
  EXPECT_EQ(json.at("diverged"), 1);
  EXPECT_EQ(json.at("runs").at(2).at("ended"), "diverged");
  EXPECT_EQ(json.at("runs").at(2).at("best").at("accuracy"), 0.9);
  EXPECT_FALSE(json.contains("test"));
  EXPECT_EQ(summary.text(),
            "run                 seed  ended      validation accuracy\n"
            "run-1               1     completed               0.5000\n"
            "run-2               2     completed               0.7000\n"
            "run-3               3     diverged                0.9000\n"
            "mean                                              0.6000\n"
            "standard deviation                                0.1414\n"
            "1 of 3 runs diverged and are left out of the mean\n");
}

TEST(RunsSummary, ShowsTheTestPartWhereThereIsOne) {
  const RunsSummary summary({tested(run(1, 0.5), 0.4), tested(run(2, 0.7), 0.8)}, "accuracy");
  EXPECT_DOUBLE_EQ(summary.json().at("test").at("mean").get<double>(), 0.6);
  EXPECT_THAT(summary.text(), testing::HasSubstr("run-2               2     completed               0.7000"
                                                 "         0.8000\n"));
}

TEST(RunsSummary, HasNoDeviationOfASingleRunAndNoMeanOfNone) {
  EXPECT_EQ(RunsSummary({run(1, 0.5)}, "accuracy").json().at("validation"),
            parse_json(R"({"mean":0.5,"standard_deviation":null})"));
  RunResult lost = run(1, 0.5, /*diverged=*/true);
  lost.metrics.erase("best");
  const RunsSummary summary({lost}, "accuracy");
  EXPECT_EQ(summary.json().at("validation"), parse_json(R"({"mean":null,"standard_deviation":null})"));
  EXPECT_THAT(summary.text(), testing::HasSubstr("diverged                    -\n"));
}

TEST(RunsSummary, ShowsNothingWhereARunHasNoFigures) {
  const RunResult odd{
      .name = "run-1", .seed = 1, .diverged = false, .metrics = parse_json(R"({"best":[1],"test":{}})")};
  const RunsSummary summary({odd}, "accuracy");
  EXPECT_EQ(summary.json().at("validation").at("mean"), nullptr);
  EXPECT_THAT(summary.text(), testing::HasSubstr("run-1               1     unknown"));
}

}  // namespace
}  // namespace sentiment
