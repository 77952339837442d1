#include "cli/bundle_command.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "baselines/ngram_baseline.h"
#include "cli/evaluate_command.h"
#include "cli/explain_command.h"
#include "cli/export_command.h"
#include "cli/inspect_command.h"
#include "cli/predict_command.h"
#include "cli/word_model.h"
#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kReviews =
    "text,label\n"
    "good,pos\n"
    "bad,neg\n"
    "good,neg\n"
    "bad,neg\n"
    "good,pos\n"
    "bad,odd\n"
    "odd,pos\n";

/// The word model and one that holds the opposite, which is right about nothing.
class BundleCommand : public testing::Test {
 protected:
  BundleCommand() {
    write_model(path("right.safetensors"), word_model());
    write_model(path("wrong.safetensors"), opposite());
    folder_.write("data.csv", kReviews);
    options_.models = {path("right.safetensors"), path("wrong.safetensors")};
    options_.output = path("b.safetensors");
    options_.data = path("data.csv");
  }

  static Model opposite() {
    Model model = word_model();
    for (NamedTensor& tensor : model.parameters) {
      if (tensor.name == "output.weight") std::swap(tensor.values[0], tensor.values[1]);
    }
    return model;
  }

  /// A folder with a model and a baseline that has learnt what "good" and "bad" mean.
  std::string run(const std::string& name) {
    const Model model = word_model();
    std::filesystem::create_directory(folder_.path() / name);
    write_model(folder_.path() / name / "model.safetensors", model);
    Dataset train;
    for (int i = 0; i < 3; ++i) {
      train.add(std::vector<TokenId>{2}, 1, "good");
      train.add(std::vector<TokenId>{3}, 0, "bad");
    }
    ThreadPool pool(1);
    NgramBaseline::fit(train, 2, {}, 1, pool)
        .write(folder_.path() / name / "baseline.safetensors", model.labels, model.vocabulary);
    return path(name);
  }

  std::string output() {
    std::ostringstream out;
    bundle(options_, out);
    return out.str();
  }

  Json json() {
    options_.json = "-";
    return parse_json(output());
  }

  std::string evaluated() const {
    EvaluateOptions options;
    options.model = options_.output;
    options.data = *options_.data;
    std::ostringstream out;
    evaluate(options, out);
    return out.str();
  }

  std::string refused() {
    return message_of<Error>([&] { output(); });
  }

  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  TemporaryFolder folder_;
  BundleOptions options_;
};

TEST_F(BundleCommand, FitsWeightsAndSaysHowGoodEachMemberIs) {
  const Json report = json();
  EXPECT_EQ(report.at("examples"), 6);
  EXPECT_EQ(report.at("members")[0].at("model"), path("right.safetensors"));
  EXPECT_EQ(report.at("members")[0].at("kind"), "classifier");
  EXPECT_EQ(report.at("members")[0].at("weight"), 1.0);
  EXPECT_EQ(report.at("members")[1].at("weight"), 0.0);
  EXPECT_NEAR(report.at("members")[0].at("accuracy").get<double>(), 4.0 / 6,
              1e-12);  // not the third and "odd"
  EXPECT_NEAR(report.at("members")[1].at("accuracy").get<double>(), 1.0 / 6, 1e-12);
  EXPECT_NEAR(report.at("bundle").at("accuracy").get<double>(), 4.0 / 6, 1e-12);
  EXPECT_NEAR(report.at("bundle").at("log_loss").get<double>(),
              (4 * std::log(4.0 / 3) + std::log(4.0) + std::log(2.0)) / 6, 1e-6);
  EXPECT_EQ(report.at("cross_fitted").at("folds"), 5);
  EXPECT_NEAR(report.at("equal_weights").at("log_loss").get<double>(), 0.693147, 1e-6);
}

TEST_F(BundleCommand, WritesAModelThatIsPredictedWithAndEvaluated) {
  options_.models[1] = path("right.safetensors");
  output();
  PredictOptions predicting;
  predicting.model = options_.output;
  predicting.input.file = folder_.write("texts.txt", "good\nbad\n").string();
  std::ostringstream predicted;
  predict(predicting, predicted);
  EXPECT_EQ(predicted.str(), "pos\t0.750000\nneg\t0.750000\n");
  EXPECT_THAT(evaluated(), AllOf(HasSubstr("accuracy  0.6667"),
                                 HasSubstr("n-grams: the bundle has no n-gram baseline among its members")));
}

TEST_F(BundleCommand, WritesAModelThatIsExplainedButHasNoGatesAndNoGraph) {
  output();
  ExplainOptions explaining;
  explaining.model = options_.output;
  explaining.input.file = folder_.write("texts.txt", "good\n").string();
  std::ostringstream explained;
  explain(explaining, explained);
  EXPECT_THAT(explained.str(), HasSubstr("pos 0.7500\n"));
  explaining.format = ExplanationFormat::kJsonl;
  explaining.gates = true;
  EXPECT_THAT(message_of<ConfigError>([&] { explain(explaining, explained); }),
              HasSubstr("--gates: expected one network, which has gates, found the bundle"));
  ExportOptions exporting;
  exporting.model = options_.output;
  exporting.onnx = path("b.onnx");
  EXPECT_THAT(message_of<FormatError>([&] { export_model(exporting); }),
              HasSubstr("expected a classifier, found a bundle of several models"));
}

TEST_F(BundleCommand, TakesTheBaselineOfARunAndIsComparedWithIt) {
  options_.ngrams = {run("run") + "/baseline.safetensors"};
  options_.models = {path("right.safetensors")};
  EXPECT_EQ(json().at("members")[1].at("kind"), "ngram");
  const Json card = model_card(path("b.safetensors"));
  EXPECT_THAT(card.at("labels"), ElementsAre("neg", "pos"));
  EXPECT_EQ(card.at("members")[0].at("content_hash"),
            model_card(path("right.safetensors")).at("content_hash"));
  EXPECT_EQ(card.at("members")[1].at("kind"), "ngram");
  EXPECT_EQ(card.at("members")[1].at("vocabulary").at("size"), 4);
  EXPECT_THAT(
      evaluated(),
      ContainsRegex("baseline  0\\.[0-9]{4}  \\(95 % interval 0\\.[0-9]{4} to 0\\.[0-9]{4}\\)  n-grams"));
}

/// "good" is "pos" to both, though the baseline's labels are in the other order.
TEST_F(BundleCommand, IsComparedWithABaselineOfLabelsInAnotherOrder) {
  options_.models = {path("right.safetensors")};
  options_.ngrams = {run("run") + "/baseline.safetensors"};
  output();
  const std::string same = evaluated();
  Model turned = word_model();
  std::swap(turned.labels[0], turned.labels[1]);
  for (NamedTensor& tensor : turned.parameters) {
    if (tensor.name == "output.weight" || tensor.name == "output.bias") {
      const auto half = static_cast<std::ptrdiff_t>(tensor.values.size() / 2);
      std::rotate(tensor.values.begin(), tensor.values.begin() + half, tensor.values.end());
    }
  }
  write_model(options_.models[0], turned);
  output();
  const auto line = [](const std::string& report) {
    const std::size_t end = report.find("  n-grams");
    return report.substr(report.rfind('\n', end), end - report.rfind('\n', end));
  };
  EXPECT_THAT(line(same), HasSubstr("0.8333"));
  EXPECT_EQ(line(evaluated()), line(same));
}

TEST_F(BundleCommand, WarnsOfTheDataThatTheWeightsWereFittedOn) {
  EXPECT_THAT(output(),
              AllOf(HasSubstr("bundle, cross-fitted"),
                    HasSubstr("The weights were fitted on these examples, so the bundle's own line")));
}

TEST_F(BundleCommand, SaysThatAMemberOfNoWeightIsOfNoUse) {
  testing::internal::CaptureStderr();
  output();
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              HasSubstr("wrong.safetensors: its weight is 0; it costs time and changes no answer"));
}

TEST_F(BundleCommand, RefusesMembersOfOtherLabels) {
  Model other = word_model();
  other.labels = {"neg", "\x1b[2J"};
  write_model(options_.models[1], other);
  EXPECT_THAT(refused(), HasSubstr(R"(("neg", "pos"), found "neg", "\x1b[2J"; bundle models of the same)"));
}

TEST_F(BundleCommand, RefusesBundlesAsMembers) {
  output();
  options_.models[1] = path("b.safetensors");
  options_.output = path("c.safetensors");
  EXPECT_THAT(refused(), HasSubstr("b.safetensors: expected a model of one network, found a bundle"));
}

TEST_F(BundleCommand, RefusesABaselineWithoutItsModel) {
  options_.ngrams = {folder_.write("alone/baseline.safetensors", "x").string()};
  EXPECT_THAT(refused(), HasSubstr("expected the model of its run beside it"));
}

TEST_F(BundleCommand, RefusesToWriteOverAModelThatItReadsOrThatARunKeeps) {
  options_.output = options_.models[0];
  EXPECT_THAT(refused(),
              HasSubstr("-o: expected another file than \"" + options_.models[0] + "\", which is read"));
  options_.output = path("data.csv");
  EXPECT_THAT(refused(), HasSubstr("data.csv\", which is read"));
  options_.ngrams = {run("run")};
  options_.output = path("run/baseline.safetensors");
  EXPECT_THAT(refused(), HasSubstr("run\", which is read"));
  folder_.write("other/config.input.json", "{}");
  options_.output = path("other/model.safetensors");
  EXPECT_THAT(refused(), HasSubstr("-o: expected a file that no run keeps"));
  options_.output = "-";
  EXPECT_THAT(refused(), HasSubstr("-o: expected a file, found \"-\""));
  options_.output = path("b.safetensors");
  options_.json = options_.output;
  EXPECT_THAT(refused(), HasSubstr("--json: expected another file than -o's"));
}

TEST_F(BundleCommand, WantsDataOrARunThatHasSome) {
  options_.data.reset();
  EXPECT_THAT(refused(), HasSubstr("is no run folder, whose validation part could be used"));
  options_.rows.text_column = "text";
  EXPECT_THAT(refused(), HasSubstr("they say how DATA is read; give --data"));
}

TEST_F(BundleCommand, WantsAFewExamples) {
  options_.data = folder_.write("few.csv", "text,label\ngood,pos\nbad,neg\n").string();
  EXPECT_THAT(refused(), HasSubstr("expected at least 5 examples to fit weights on, found 2"));
}

}  // namespace
}  // namespace sentiment
