#include "analysis/behaviour_suite.h"

#include <gmock/gmock.h>

#include "analysis/behaviour_results.h"
#include "cli/word_model.h"
#include "core/error.h"
#include "inference/classifier.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kHead =
    R"({"labels": {"positive": ["pos", "1"], "negative": ["neg", "0"]},
        "words": {"good": ["good", "fine"]}, "tests": [)";

std::string suite_of(const std::string& test) { return kHead + test + "]}"; }

/// What the word model makes of one test: "good" at the end is pos with 3/4, "bad" neg, other words are neg
/// with 1/2.
BehaviourResult result_of(const std::string& test) {
  ThreadPool pool(2);
  const Classifier classifier(word_model());
  return run_behaviour_suite(parse_behaviour_suite(suite_of(test), "mine.json"), classifier, pool,
                             "mine.json")
      .at(0);
}

std::string refusal_of(const std::string& json) {
  const std::string message = message_of<DataError>([&] { parse_behaviour_suite(json, "mine.json"); });
  EXPECT_THAT(message, StartsWith("mine.json:"));
  EXPECT_EQ(message.find('\n'), std::string::npos);
  return message;
}

TEST(BehaviourSuite, ExpectsALabelOfEveryText) {
  const BehaviourResult result = result_of(
      R"({"type": "minimum_functionality", "name": "n", "capability": "c", "label": "positive",
          "templates": ["so {good}"]})");
  EXPECT_EQ(result.cases, 2);
  EXPECT_EQ(result.passed, 1);
  EXPECT_EQ(result.expectation, "the label \"pos\"");
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].texts.text, "so fine");
  EXPECT_EQ(result.failures[0].label, "neg");
  EXPECT_EQ(result.failures[0].asked, "pos");
  EXPECT_NEAR(result.failures[0].probability, 0.5, 1e-6);
}

TEST(BehaviourSuite, ExpectsTheSameLabelOfBothTexts) {
  const BehaviourResult result = result_of(
      R"({"type": "invariance", "name": "n", "capability": "c",
          "pairs": [["{good}", "it is {good}"], ["good", "good day"]]})");
  EXPECT_EQ(result.cases, 3);
  EXPECT_EQ(result.passed, 2);
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].texts.changed, "good day");
  EXPECT_EQ(result.failures[0].changed_label, "neg");
  EXPECT_NEAR(result.failures[0].probability, 0.75, 1e-6);
  EXPECT_NEAR(result.failures[0].changed_probability, 0.5, 1e-6);
}

TEST(BehaviourSuite, MakesTyposItself) {
  const BehaviourResult result = result_of(
      R"({"type": "invariance", "name": "n", "capability": "c", "change": "typo",
          "templates": ["so good", "so fine"]})");
  EXPECT_EQ(result.passed, 1);  // "so good" becomes "so godo"
  EXPECT_EQ(result.failures.at(0).texts.changed, "so godo");
}

TEST(BehaviourSuite, WatchesWhichWayAProbabilityGoes) {
  const auto passed = [](const std::string& label, const std::string& way, const std::string& tolerance) {
    return result_of(R"({"type": "directional", "name": "n", "capability": "c", "label": ")" + label +
                     R"(", "must_not": ")" + way + R"(", "tolerance": )" + tolerance +
                     R"(, "pairs": [["good", "good day"]]})")
        .passed;
  };
  EXPECT_EQ(passed("positive", "rise", "0"), 1);  // it falls from 3/4 to 1/2
  EXPECT_EQ(passed("positive", "fall", "0"), 0);
  EXPECT_EQ(passed("positive", "fall", "0.2"), 0);
  EXPECT_EQ(passed("positive", "fall", "0.3"), 1);
  EXPECT_EQ(passed("negative", "rise", "0.2"), 0);
  EXPECT_EQ(passed("negative", "fall", "0"), 1);
}

TEST(BehaviourSuite, KeepsTheFirstFailuresOnly) {
  std::string texts;
  for (int i = 0; i < 15; ++i) texts += (i == 0 ? "\"bad " : ", \"bad ") + std::to_string(i) + "\"";
  const BehaviourResult result = result_of(
      R"({"type": "minimum_functionality", "name": "n", "capability": "c", "label": "positive",
          "templates": [)" +
      texts + "]}");
  EXPECT_EQ(result.cases, 15);
  EXPECT_EQ(result.passed, 0);
  EXPECT_EQ(result.failures.size(), kBehaviourFailures);
  EXPECT_EQ(result.failures[0].texts.text, "bad 0");
}

TEST(BehaviourSuite, RefusesAModelWithoutItsLabels) {
  const auto refusal = [](const std::vector<std::string>& labels) {
    Model model = word_model();
    model.labels = labels;
    const Classifier classifier(std::move(model));
    ThreadPool pool(1);
    return message_of<DataError>(
        [&] { run_behaviour_suite(builtin_behaviour_suite(), classifier, pool, "built-in suite"); });
  };
  EXPECT_THAT(
      refusal({"bad", "good"}),
      AllOf(StartsWith("built-in suite: labels.positive: expected the name of one of the model's labels "
                       "(\"bad\", \"good\"), found none of them;"),
            HasSubstr("--suite-file")));
  EXPECT_THAT(refusal({"1", "2"}), HasSubstr("labels.negative: "));  // stars, or the second of two polarities
  EXPECT_THAT(refusal({"pos", "1"}), HasSubstr("found several"));
}

TEST(BehaviourSuite, IsBuiltInAndSound) {
  const BehaviourSuite suite = builtin_behaviour_suite();
  std::map<std::string, std::size_t> cases;
  for (const BehaviourGroup& group : suite.groups) {
    cases[group.capability] += group.cases.size();
    for (const BehaviourCase& one : group.cases) EXPECT_NE(one.text, one.changed);
  }
  for (const char* capability :
       {"vocabulary", "negation", "intensifiers", "contrast", "names swapped", "typos", "neutral padding"}) {
    EXPECT_GE(cases[capability], 40u) << capability;
  }
}

TEST(ParseBehaviourSuite, RefusesWhatTheFormatDoesNotHave) {
  EXPECT_THAT(refusal_of("{\n \"labels\": }"), HasSubstr("mine.json:2:12: invalid JSON"));
  EXPECT_THAT(refusal_of("[]"), HasSubstr("the file: expected an object"));
  EXPECT_THAT(refusal_of(R"({"labels": {}, "words": {}})"), HasSubstr("expected the key \"tests\""));
  EXPECT_THAT(refusal_of(R"({"labels": {}, "words": {}, "tests": []})"),
              HasSubstr("tests: expected a list of tests"));
  EXPECT_THAT(refusal_of(R"({"labels": {"positive": "pos"}, "words": {}, "tests": []})"),
              HasSubstr("labels.positive: expected a list of texts"));
  EXPECT_THAT(refusal_of(R"({"labels": {}, "words": {"good": []}, "tests": []})"),
              HasSubstr("words.good: expected"));
  EXPECT_THAT(refusal_of(R"({"labels": {}, "words": {"good": [""]}, "tests": []})"),
              HasSubstr("words.good[0]: expected a text that is not empty"));
}

TEST(ParseBehaviourSuite, NamesTheTestAtFault) {
  const auto refusal = [](const std::string& test) { return refusal_of(suite_of(test)); };
  EXPECT_THAT(refusal("{}"), HasSubstr("tests[0]: expected an object with the key \"type\""));
  EXPECT_THAT(
      refusal(R"({"type": "smoke"})"),
      HasSubstr("tests[0].type: expected \"minimum_functionality\" or \"invariance\" or \"directional\""));
  EXPECT_THAT(refusal(R"({"type": "invariance", "name": "n"})"),
              HasSubstr("expected the key \"capability\""));
  EXPECT_THAT(refusal(R"({"type": "invariance", "name": "n", "capability": "c"})"),
              HasSubstr("either \"pairs\""));
  EXPECT_THAT(
      refusal(R"({"type": "invariance", "name": "n", "capability": "c", "label": "positive", "pairs": []})"),
      HasSubstr("no key but those that have a meaning there, found \"\\\"label\\\"\""));
  EXPECT_THAT(refusal(R"({"type": "invariance", "name": "n", "capability": "c", "pairs": [["a"]]})"),
              HasSubstr("tests[0].pairs[0]: expected two texts"));
  EXPECT_THAT(refusal(R"({"type": "invariance", "name": "n", "capability": "c", "change": "upside down",
                          "templates": ["a"]})"),
              HasSubstr("tests[0].change: expected \"typo\""));
  EXPECT_THAT(refusal(R"({"type": "minimum_functionality", "name": "n", "capability": "c", "label": "happy",
                          "templates": ["a"]})"),
              HasSubstr("tests[0].label: expected one of those under \"labels\""));
  EXPECT_THAT(
      refusal(R"({"type": "minimum_functionality", "name": "n", "capability": "c", "label": "positive",
                          "templates": ["{better}"]})"),
      HasSubstr("tests[0].templates: expected a slot that \"words\" has, found \"better\""));
  EXPECT_THAT(refusal(R"({"type": "directional", "name": "n", "capability": "c", "label": "positive",
                          "must_not": "fall", "tolerance": 2, "pairs": [["a", "b"]]})"),
              HasSubstr("tests[0].tolerance: expected a number from 0 to 1, found \"2\""));
}

}  // namespace
}  // namespace sentiment
