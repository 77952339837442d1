#include "cli/evaluate_command.h"

#include <gmock/gmock.h>

#include <sstream>

#include "baselines/ngram_baseline.h"
#include "cli/word_model.h"
#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kReviews =
    "text,label\n"
    "good,pos\n"
    "bad,pos\n"
    "bad,neg\n"
    "good,mixed\n";

class EvaluateCommand : public testing::Test {
 protected:
  EvaluateCommand() {
    options_.model = (folder_.path() / "m.safetensors").string();
    write_model(options_.model, word_model());
  }

  std::string output(const std::string& name, const std::string& bytes) {
    options_.data = folder_.write(name, bytes).string();
    std::ostringstream out;
    evaluate(options_, out);
    return out.str();
  }

  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  TemporaryFolder folder_;
  EvaluateOptions options_;
};

TEST_F(EvaluateCommand, CountsRowsWhoseLabelTheModelLacks) {
  options_.json = "-";
  const Json report = parse_json(output("test.csv", kReviews));
  EXPECT_EQ(report.at("examples"), 3);
  EXPECT_EQ(report.at("confusion_matrix"), parse_json("[[1,0],[1,1]]"));
  EXPECT_EQ(report.at("rows"),
            parse_json(R"({"read":4,"used":3,"skipped":{"label not known to the model":1}})"));
}

TEST_F(EvaluateCommand, WarnsOfThemOnStandardError) {
  testing::internal::CaptureStderr();
  output("test.csv", kReviews);
  EXPECT_THAT(
      testing::internal::GetCapturedStderr(),
      HasSubstr("1 of 4 rows skipped: label not known to the model (the first: \"mixed\" at test.csv:5)\n"));
}

TEST_F(EvaluateCommand, WritesTheReportAndTheFiles) {
  options_.json = path("figures.json");
  options_.predictions = path("predictions.jsonl");
  EXPECT_THAT(output("test.csv", kReviews), HasSubstr("accuracy  0.6667"));
  EXPECT_EQ(parse_json(folder_.read("figures.json")).at("examples"), 3);
  std::istringstream lines(folder_.read("predictions.jsonl"));
  std::string line;
  std::getline(lines, line);
  EXPECT_THAT(line,
              StartsWith(R"({"place":"test.csv:2","label":"pos","predicted":"pos","probability":0.75)"));
  std::getline(lines, line);
  EXPECT_THAT(line,
              StartsWith(R"({"place":"test.csv:3","label":"pos","predicted":"neg","probability":0.75)"));
}

TEST_F(EvaluateCommand, ReadsTheColumnsTheModelWasTrainedOn) {
  Model model = word_model();
  model.text_column = "review";
  model.label_column = "stars";
  write_model(options_.model, model);
  options_.json = "-";
  EXPECT_EQ(parse_json(output("test.csv", "review,stars,label\ngood,pos,x\n")).at("accuracy"), 1.0);
  options_.rows.label_column = "label";
  EXPECT_EQ(parse_json(output("test.csv", "review,stars,label\ngood,pos,neg\n")).at("accuracy"), 0.0);
}

TEST_F(EvaluateCommand, RefusesDataWithoutAUsableRow) {
  EXPECT_THAT(message_of<DataError>([&] { output("test.csv", "text,label\ngood,5\n"); }),
              HasSubstr("expected rows labelled \"neg\", \"pos\", found none usable (read 1, skipped 1)"));
  EXPECT_THROW(output("test.csv", "text,label\n"), DataError);
}

TEST_F(EvaluateCommand, RefusesPlacesWhereNothingCanBeWritten) {
  for (const std::string& bad : {path("nowhere/x.json"), folder_.path().string(), std::string()}) {
    options_.json = bad;
    EXPECT_THAT(message_of<ConfigError>([&] { output("test.csv", kReviews); }),
                StartsWith("--json: expected a file in an existing folder, found "));
  }
  options_.json = path("x");
  options_.predictions = path("x");
  EXPECT_THROW(output("test.csv", kReviews), ConfigError);
  options_.predictions = "-";
  EXPECT_THROW(output("test.csv", kReviews), ConfigError);
}

/// The word model as the model of a run, with a baseline that has learnt that everything is pos.
class EvaluateRun : public EvaluateCommand {
 protected:
  EvaluateRun() {
    const Model model = word_model();
    std::filesystem::create_directory(folder_.path() / "run");
    write_model(folder_.path() / "run/model.safetensors", model);
    Dataset train;
    train.add(std::vector<TokenId>{2}, 1, "p");
    ThreadPool pool(1);
    NgramBaseline::fit(train, 2, {}, 1, pool)
        .write(folder_.path() / "run/baseline.safetensors", model.labels, model.vocabulary);
    folder_.write("run/metrics.json", R"({"temperature": 2.5})");
    options_.model = path("run");
  }
};

TEST_F(EvaluateRun, ComparesWithWhatTheRunKeeps) {
  options_.json = "-";
  for (const char* model : {"run", "run/model.safetensors"}) {
    options_.model = path(model);
    const Json report = parse_json(output("test.csv", kReviews));
    EXPECT_NEAR(report.at("baselines").at("ngram").at("accuracy"), 2.0 / 3.0, 1e-12);
    EXPECT_EQ(report.at("calibration").at("temperature"), 2.5);
  }
}

TEST_F(EvaluateRun, SaysWhyThereIsNothingToCompareWith) {
  options_.model = path("m.safetensors");
  EXPECT_THAT(output("test.csv", kReviews),
              HasSubstr("baseline  n-grams: not beside a lone model file; give the run's folder"));
  std::filesystem::remove(folder_.path() / "run/baseline.safetensors");
  options_.model = path("run");
  EXPECT_THAT(output("test.csv", kReviews),
              HasSubstr("baseline  n-grams: no baseline.safetensors beside the model"));
}

TEST_F(EvaluateRun, RefusesABaselineThatIsDamagedOrAnotherModels) {
  const std::string sound = folder_.read("run/baseline.safetensors");
  folder_.write("run/baseline.safetensors", sound.substr(0, sound.size() - 1));
  EXPECT_THAT(message_of<FormatError>([&] { output("test.csv", kReviews); }),
              StartsWith(path("run/baseline.safetensors") + ": "));
  folder_.write("run/baseline.safetensors", sound);
  Model other = word_model();
  other.labels = {"no", "pos"};
  write_model(folder_.path() / "run/model.safetensors", other);
  EXPECT_THAT(message_of<FormatError>([&] { output("test.csv", kReviews); }), HasSubstr("other labels"));
}

TEST_F(EvaluateRun, AsksTheSuiteWithAndWithoutData) {
  options_.suite = true;
  options_.json = "-";
  EXPECT_EQ(parse_json(output("test.csv", kReviews)).at("suite").at("suite"), "built-in suite");
  options_.data = "";
  std::ostringstream out;
  evaluate(options_, out);
  const Json alone = parse_json(out.str());
  EXPECT_EQ(alone.size(), 1u);
  EXPECT_GT(alone.at("suite").at("cases"), 1000);
}

TEST_F(EvaluateRun, TakesASuiteOfTheUsersOwn) {
  options_.suite_file =
      folder_.write("mine.json", R"({"labels": {"happy": ["pos"]}, "words": {"w": ["good", "bad"]},
      "tests": [{"type": "minimum_functionality", "name": "praise", "capability": "words", "label": "happy",
                 "templates": ["so {w}"]}]})");
  std::ostringstream out;
  evaluate(options_, out);
  EXPECT_THAT(out.str(), HasSubstr("1 of 2 passed, 50.0 %\n"));
  EXPECT_THAT(out.str(), HasSubstr("words       praise  50.0 %      2\n"));
  EXPECT_THAT(out.str(), HasSubstr("praise: expected the label \"pos\"; 1 of 2 failed, such as\n"
                                   "  neg (pos 0.25): so bad\n"));
  options_.suite_file = path("nowhere.json");
  EXPECT_THROW(evaluate(options_, out), Error);
}

TEST_F(EvaluateRun, NeedsDataOrASuite) {
  std::ostringstream out;
  EXPECT_THAT(message_of<ConfigError>([&] { evaluate(options_, out); }),
              StartsWith("DATA: expected labelled data"));
  options_.suite = true;
  options_.predictions = path("p.jsonl");
  EXPECT_THAT(message_of<ConfigError>([&] { evaluate(options_, out); }),
              StartsWith("--predictions: expected DATA"));
}

}  // namespace
}  // namespace sentiment
