#include "cli/suite_report.h"

#include <gmock/gmock.h>

namespace sentiment {
namespace {

using testing::HasSubstr;

/// Two tests, the second with five failures of the same two texts.
std::vector<BehaviourResult> two_results() {
  BehaviourResult sound{
      .name = "praise", .capability = "words", .expectation = "the label \"pos\"", .cases = 30, .passed = 30};
  BehaviourResult failing{.name = "names",
                          .capability = "swap\x1bped",
                          .type = BehaviourTest::kInvariance,
                          .expectation = "the same label",
                          .cases = 10,
                          .passed = 5};
  for (int i = 0; i < 5; ++i) {
    failing.failures.push_back({.texts = {"Anna\n", "Wei"},
                                .asked = "pos",
                                .label = "pos",
                                .probability = 0.9,
                                .changed_label = "neg",
                                .changed_probability = 0.25});
  }
  return {sound, failing};
}

TEST(SuiteText, ShowsPassRatesAndTheFirstFailures) {
  EXPECT_EQ(suite_text("mine.json", two_results()),
            "behaviour (mine.json): 35 of 40 passed, 87.5 %\n"
            "\n"
            "capability   test     passed  texts\n"
            "words        praise  100.0 %     30\n"
            "swap\\x1bped  names    50.0 %     10\n"
            "\n"
            "names: expected the same label; 5 of 10 failed, such as\n"
            "  pos (pos 0.90): Anna\\n\n"
            "    neg (pos 0.25): Wei\n"
            "  pos (pos 0.90): Anna\\n\n"
            "    neg (pos 0.25): Wei\n"
            "  pos (pos 0.90): Anna\\n\n"
            "    neg (pos 0.25): Wei\n");
}

TEST(SuiteJson, HoldsEverything) {
  const Json json = suite_json("mine.json", two_results());
  EXPECT_EQ(json.at("cases"), 40);
  EXPECT_EQ(json.at("passed"), 35);
  EXPECT_EQ(json.at("pass_rate"), 0.875);
  const Json& test = json.at("tests")[1];
  EXPECT_EQ(test.at("type"), "invariance");
  EXPECT_EQ(test.at("pass_rate"), 0.5);
  EXPECT_NEAR(test.at("interval")[0], 0.2366, 1e-4);  // Wilson's of 5 of 10
  EXPECT_EQ(test.at("failures").size(), 5u);
  EXPECT_EQ(test.at("failures")[0],
            parse_json(R"({"text":"Anna\n","label":"pos","asked":"pos","probability":0.9,
                           "changed_text":"Wei","changed_label":"neg","changed_probability":0.25})"));
}

}  // namespace
}  // namespace sentiment
