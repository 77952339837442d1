#include "cli/evaluation_report.h"

#include <gmock/gmock.h>

#include <cmath>

namespace sentiment {
namespace {

using testing::HasSubstr;

Prediction prediction_of(double negative) {
  return {.probabilities = {negative, 1.0 - negative}, .label = negative >= 0.5 ? 0 : 1};
}

/// `right` and `wrong` answers on neg rows, then on pos rows.
EvaluationReport report_of(int neg_right, int neg_wrong, int pos_wrong, int pos_right) {
  EvaluationReport report({"neg", "pos"});
  const auto add = [&](int count, std::size_t truth, double negative) {
    for (int i = 0; i < count; ++i) report.add(truth, prediction_of(negative));
  };
  add(neg_right, 0, 0.75);
  add(neg_wrong, 0, 0.25);
  add(pos_wrong, 1, 0.75);
  add(pos_right, 1, 0.25);
  return report;
}

RowCounts rows_of(int64_t used, int64_t unknown) {
  RowCounts rows{.read = used + unknown, .used = used, .skipped = {}};
  if (unknown > 0) rows.skipped["label not known to the model"] = unknown;
  return rows;
}

TEST(EvaluationReport, WritesExactlyTheseKeys) {
  const Json json = report_of(45, 5, 10, 40).json(rows_of(100, 3));
  std::vector<std::string> keys;
  for (const auto& item : json.items()) keys.push_back(item.key());
  EXPECT_THAT(
      keys, testing::ElementsAre("examples", "accuracy", "accuracy_ci95", "loss", "macro_f1", "macro_f1_ci95",
                                 "per_class", "confusion_matrix", "labels", "baselines", "calibration",
                                 "by_length", "by_oov_rate", "surest_errors", "rows"));
}

TEST(EvaluationReport, WritesTheFiguresAsJson) {
  const Json json = report_of(45, 5, 10, 40).json(rows_of(100, 3));
  EXPECT_EQ(json.at("examples"), 100);
  EXPECT_EQ(json.at("accuracy"), 0.85);
  EXPECT_NEAR(json.at("accuracy_ci95")[0], 0.7672, 1e-4);  // Wilson's interval of 85 of 100
  EXPECT_NEAR(json.at("accuracy_ci95")[1], 0.9069, 1e-4);
  EXPECT_NEAR(json.at("loss"), -(85 * std::log(0.75) + 15 * std::log(0.25)) / 100, 1e-12);
  EXPECT_EQ(json.at("confusion_matrix"), parse_json("[[45,5],[10,40]]"));
  EXPECT_EQ(json.at("labels"), parse_json(R"(["neg","pos"])"));
  EXPECT_NEAR(json.at("per_class").at("neg").at("precision"), 45.0 / 55.0, 1e-12);
  EXPECT_EQ(json.at("per_class").at("pos").at("recall"), 0.8);
  EXPECT_NEAR(json.at("per_class").at("pos").at("f1"), 80.0 / 95.0, 1e-12);
  EXPECT_EQ(json.at("per_class").at("pos").at("support"), 50);
  EXPECT_NEAR(json.at("macro_f1"), (90.0 / 105.0 + 80.0 / 95.0) / 2, 1e-12);
  EXPECT_LE(json.at("macro_f1_ci95")[0], json.at("macro_f1"));
  EXPECT_GE(json.at("macro_f1_ci95")[1], json.at("macro_f1"));
  const Json& majority = json.at("baselines").at("majority");
  EXPECT_EQ(majority.at("label"), "neg");
  EXPECT_EQ(majority.at("accuracy"), 0.5);
  EXPECT_NEAR(majority.at("interval")[0], 0.4038, 1e-4);  // Wilson's of 50 of 100
  EXPECT_FALSE(json.at("baselines").contains("ngram"));
  EXPECT_EQ(json.at("rows"),
            parse_json(R"({"read":103,"used":100,"skipped":{"label not known to the model":3}})"));
}

TEST(EvaluationReport, StaysFiniteWhenTheTruthHadNoProbability) {
  EvaluationReport report({"neg", "pos"});
  report.add(1, {.probabilities = {1.0, 0.0}, .label = 0});
  EXPECT_TRUE(std::isfinite(report.loss()));
  EXPECT_EQ(dump_json(report.json(rows_of(1, 0))).find("null"), std::string::npos);
}

TEST(EvaluationReport, ShowsTheTablesToPeople) {
  const std::string text = report_of(45, 5, 10, 40).text("test.csv", rows_of(100, 3));
  EXPECT_THAT(text, HasSubstr("test.csv: 103 rows read, 100 used, 3 skipped\n"
                              "  3 skipped: label not known to the model\n"));
  EXPECT_THAT(text, HasSubstr("accuracy  0.8500  (95 % interval 0.7672 to 0.9069)\n"));
  EXPECT_THAT(text, HasSubstr("label  precision  recall      F1  support\n"
                              "neg       0.8182  0.9000  0.8571       50\n"
                              "pos       0.8889  0.8000  0.8421       50\n"));
  EXPECT_THAT(text, HasSubstr("true \\ predicted  neg  pos\n"
                              "neg                45    5\n"
                              "pos                10   40\n"));
}

TEST(EvaluationReport, SaysWhetherTheBaselineIsBeaten) {
  const auto verdict = [](const EvaluationReport& report) {
    const std::string text = report.text("x", rows_of(report.examples(), 0));
    return text.substr(text.rfind("\n", text.size() - 2) + 1);
  };
  EXPECT_EQ(verdict(report_of(45, 5, 10, 40)),
            "The model beats always answering \"neg\" (0.5000): its whole interval lies above.\n");
  EXPECT_EQ(verdict(report_of(3, 2, 2, 3)),
            "The model is not clearly better than always answering \"neg\" (0.5000): its interval holds that "
            "figure.\n");
  EXPECT_EQ(verdict(report_of(0, 2, 0, 3)), "The model does not beat always answering \"pos\" (0.6000).\n");
}

TEST(EvaluationReport, SaysPlainlyWhetherTheNgramsWin) {
  const auto verdict = [](int64_t right) {
    EvaluationReport report = report_of(45, 5, 10, 40);  // 85 of 100, interval 0.767 to 0.907
    report.set_ngrams({.absent = "", .right = right});
    const std::string text = report.text("x", rows_of(100, 0));
    return text.substr(text.rfind("\n", text.size() - 2) + 1);
  };
  EXPECT_EQ(verdict(95), "The n-gram baseline beats this model: 0.9500 against 0.8500.\n");
  EXPECT_EQ(
      verdict(86),
      "The n-gram baseline beats this model: 0.8600 against 0.8500, by no more than chance may do on so many "
      "examples.\n");
  EXPECT_EQ(verdict(85), "The model is no better than the n-gram baseline: both 0.8500.\n");
  EXPECT_EQ(
      verdict(84),
      "The model is not clearly better than the n-gram baseline (0.8400): its interval holds that figure.\n");
  EXPECT_EQ(verdict(70), "The model beats the n-gram baseline (0.7000): its whole interval lies above.\n");
}

TEST(EvaluationReport, ShowsBothBaselinesBesideTheModel) {
  EvaluationReport report = report_of(45, 5, 10, 40);
  report.set_ngrams({.absent = "", .right = 80});
  EXPECT_THAT(report.text("x", rows_of(100, 0)),
              HasSubstr("baseline  0.5000  always \"neg\"\n"
                        "baseline  0.8000  (95 % interval 0.7112 to 0.8666)  n-grams\n"));
  const Json ngram = report.json(rows_of(100, 0)).at("baselines").at("ngram");
  EXPECT_EQ(ngram.at("accuracy"), 0.8);
  EXPECT_NEAR(ngram.at("interval")[1], 0.8666, 1e-4);
  report.set_ngrams({.absent = "because so"});
  EXPECT_THAT(report.text("x", rows_of(100, 0)), HasSubstr("baseline  n-grams: because so\n"));
}

TEST(EvaluationReport, ShowsCalibrationWithTheTemperature) {
  EvaluationReport report({"neg", "pos"}, 2.0);
  for (const std::size_t truth : {0, 0, 1}) report.add(truth, prediction_of(0.8));
  const std::string text = report.text("x", rows_of(3, 0));
  EXPECT_THAT(text,
              HasSubstr("calibration error  0.1333  (mean distance of confidence and accuracy in 15 bins)\n"
                        "                   0.0000  at temperature 2.00, fitted on the validation part\n"
                        "confidence    examples    mean  accuracy\n"
                        "0.73 to 0.80         3  0.8000    0.6667\n"));
  const Json calibration = report.json(rows_of(3, 0)).at("calibration");
  EXPECT_NEAR(calibration.at("ece"), 0.8 - 2.0 / 3.0, 1e-12);
  EXPECT_EQ(calibration.at("temperature"), 2.0);
  EXPECT_NEAR(calibration.at("ece_with_temperature"), 0.0, 1e-12);
  ASSERT_EQ(calibration.at("bins").size(), 15u);
  EXPECT_EQ(calibration.at("bins")[11].at("count"), 3);
  EXPECT_FALSE(report_of(1, 1, 1, 1).json(rows_of(4, 0)).at("calibration").contains("temperature"));
}

TEST(EvaluationReport, ShowsWhereItFails) {
  EvaluationReport report({"neg", "p\x1bos"});
  Prediction prediction = prediction_of(0.9);
  prediction.tokens = prediction.read = 10;
  prediction.unknown = 1;
  report.add(1, prediction, "a\nb.csv:3", "so\x1b[31m <script>good\n");
  const std::string text = report.text("x", rows_of(1, 0));
  EXPECT_THAT(text, HasSubstr("tokens    examples  accuracy     95 % interval\n"
                              "10 to 10         1    0.0000  0.0000 to 0.7935\n"));
  EXPECT_THAT(text, HasSubstr("10.0 %                 1    0.0000"));
  EXPECT_THAT(text, HasSubstr("  0.9000 neg (is p\\x1bos)  a\\nb.csv:3  so\\x1b[31m <script>good\\n\n"));
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  const Json json = report.json(rows_of(1, 0));
  EXPECT_EQ(json.at("by_length")[0].at("low"), 10);
  EXPECT_EQ(json.at("by_oov_rate")[0].at("high"), 0.1);
  EXPECT_EQ(json.at("surest_errors")[0].at("place"), "a\nb.csv:3");
  EXPECT_EQ(json.at("surest_errors")[0].at("predicted"), "neg");
}

}  // namespace
}  // namespace sentiment
