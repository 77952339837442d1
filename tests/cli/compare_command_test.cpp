#include "cli/compare_command.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

#include "cli/word_model.h"
#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// word_model with its answers swapped: "good" is neg with probability 3/4.
Model contrary_model() {
  Model model = word_model();
  for (NamedTensor& tensor : model.parameters) {
    if (tensor.name == "output.weight") std::swap(tensor.values[0], tensor.values[1]);
  }
  return model;
}

/// The same answers as `model` with the labels in the other order.
Model turned_around(Model model) {
  std::swap(model.labels[0], model.labels[1]);
  for (NamedTensor& tensor : model.parameters) {
    if (tensor.name == "output.weight") std::swap(tensor.values[0], tensor.values[1]);
  }
  return model;
}

class CompareCommand : public testing::Test {
 protected:
  CompareCommand() {
    options_.a = (folder_.path() / "a.safetensors").string();
    options_.b = (folder_.path() / "b.safetensors").string();
    write_model(options_.a, word_model());
    write_model(options_.b, contrary_model());
  }

  std::string output(const std::string& bytes) {
    options_.data = folder_.write("test.csv", "text,label\n" + bytes).string();
    std::ostringstream out;
    compare(options_, out);
    return out.str();
  }

  Json json(const std::string& bytes) {
    options_.json = "-";
    return parse_json(output(bytes));
  }

  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  TemporaryFolder folder_;
  CompareOptions options_;
};

std::string rows_of(const std::string& row, int count) {
  std::string rows;
  for (int i = 0; i < count; ++i) rows += row + "\n";
  return rows;
}

TEST_F(CompareCommand, CountsWhatEachHasRight) {
  // A is right four times, B once; both say neg to a word they do not know.
  const Json report =
      json("good,pos\nbad,neg\ngood,pos\nbad,neg\ngood,neg\nother,neg\nother,pos\ngood,mixed\n");
  EXPECT_EQ(report.at("examples"), 7);
  EXPECT_EQ(report.at("mcnemar").at("only_a_right"), 4);
  EXPECT_EQ(report.at("mcnemar").at("only_b_right"), 1);
  EXPECT_NEAR(report.at("mcnemar").at("exact_p").get<double>(), 12.0 / 32, 1e-12);
  EXPECT_EQ(report.at("both_right"), 1);
  EXPECT_EQ(report.at("both_wrong"), 1);
  EXPECT_DOUBLE_EQ(report.at("difference").get<double>(), -3.0 / 7);
  EXPECT_EQ(report.at("better"), nullptr);
  EXPECT_DOUBLE_EQ(report.at("a").at("accuracy").get<double>(), 5.0 / 7);
  EXPECT_DOUBLE_EQ(report.at("b").at("accuracy").get<double>(), 2.0 / 7);
  EXPECT_EQ(report.at("rows").at("skipped").at("label not known to the model"), 1);
}

TEST_F(CompareCommand, NamesTheBetterOneAndHowSureItIs) {
  const std::string rows = rows_of("good,pos", 30) + rows_of("other,neg", 70);
  EXPECT_THAT(output(rows), HasSubstr("A is better: 30.0 points (21.0 to 39.0), p < 0.001."));
  std::swap(options_.a, options_.b);
  EXPECT_THAT(output(rows), HasSubstr("B is better: 30.0 points (21.0 to 39.0), p < 0.001."));
  EXPECT_THAT(output(rows_of("good,pos", 3) + rows_of("good,neg", 2)),
              HasSubstr("No difference that this data could show: B - A is 20.0 points (-60.0 to 100.0)"));
}

TEST_F(CompareCommand, NamesNoneWhereOnlyTheIntervalSaysSo) {
  const Json report = json(rows_of("good,pos", 4) + rows_of("other,neg", 46));
  EXPECT_LT(report.at("difference_ci95").at(1).get<double>(), 0.0);
  EXPECT_NEAR(report.at("mcnemar").at("mid_p").get<double>(), 1.0 / 16, 1e-12);
  EXPECT_EQ(report.at("better"), nullptr);
}

TEST_F(CompareCommand, FindsNothingBetweenAModelAndItself) {
  options_.b = options_.a;
  const Json report = json("good,pos\ngood,neg\n");
  EXPECT_EQ(report.at("difference_ci95"), parse_json("[0.0,0.0]"));
  EXPECT_EQ(report.at("mcnemar").at("mid_p"), 1.0);
  EXPECT_EQ(report.at("better"), nullptr);
}

TEST_F(CompareCommand, ShowsTheExamplesThatFlipped) {
  options_.flips = path("flips.jsonl");
  const Json report = json(rows_of("good,pos", 12) + "good,neg\n");
  const Json flip = parse_json(R"({"place":"test.csv:2","label":"pos","right":"a",
      "a":{"predicted":"pos","probability":0.75,"probabilities":{"neg":0.25,"pos":0.75}},
      "b":{"predicted":"neg","probability":0.75,"probabilities":{"neg":0.75,"pos":0.25}},"text":"good"})");
  const Json& first = report.at("flips").at("a_right").at(0);
  for (const char* key : {"place", "label", "right", "text"}) EXPECT_EQ(first.at(key), flip.at(key));
  EXPECT_EQ(first.at("b").at("predicted"), "neg");
  EXPECT_NEAR(first.at("b").at("probabilities").at("pos").get<double>(), 0.25, 1e-6);
  EXPECT_EQ(report.at("flips").at("a_right").size(), 10U);
  EXPECT_EQ(report.at("flips").at("b_right").size(), 1U);
  const std::string lines = folder_.read("flips.jsonl");
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 13);
  EXPECT_EQ(parse_json(lines.substr(0, lines.find('\n'))), first);

  options_.json.reset();
  EXPECT_THAT(output(rows_of("good,pos", 12)), HasSubstr("\nA right, B wrong: 12, the clearest 10\nplace"));
}

TEST_F(CompareCommand, ShowsHostileTextAsText) {
  const std::string text = output("\"\x1b[2J\xE2\x80\xAE good\",pos\n");
  EXPECT_THAT(text, HasSubstr(R"("\x1b[2J\u{202e} good")"));
}

TEST_F(CompareCommand, MatchesLabelsByName) {
  const std::string rows = "good,pos\nbad,pos\n";
  const Json before = json(rows);
  write_model(options_.b, turned_around(contrary_model()));
  testing::internal::CaptureStderr();
  Json after = json(rows);
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("they are matched by name"));
  EXPECT_EQ(after, before);
}

TEST_F(CompareCommand, RefusesModelsOfOtherLabels) {
  Model model = word_model();
  model.labels = {"neg", "positive"};
  write_model(options_.b, model);
  EXPECT_THAT(message_of<Error>([&] { output("good,pos\n"); }),
              HasSubstr("b.safetensors: expected the labels of the first model, found none named \"pos\""));
}

TEST_F(CompareCommand, AsksForTheColumnIfTheModelsDisagree) {
  Model model = word_model();
  model.text_column = "review";
  write_model(options_.b, model);
  EXPECT_THAT(
      message_of<ConfigError>([&] { output("good,pos\n"); }),
      StartsWith(
          "--text-column: expected a name, since the models were trained on \"text\" and on \"review\""));
  options_.rows.text_column = "text";
  EXPECT_THAT(output("good,pos\n"), HasSubstr("1 compared"));
}

TEST_F(CompareCommand, RefusesDataWithoutAUsableRow) {
  EXPECT_THAT(message_of<DataError>([&] { output("good,5\n"); }),
              HasSubstr("expected rows labelled \"neg\", \"pos\", found none usable (read 1, skipped 1)"));
}

TEST_F(CompareCommand, RefusesPlacesWhereNothingCanBeWritten) {
  options_.flips = "-";
  EXPECT_THROW(output("good,pos\n"), ConfigError);
  options_.flips = path("x");
  options_.json = path("x");
  EXPECT_THROW(output("good,pos\n"), ConfigError);
  options_.json = path("nowhere/x");
  EXPECT_THROW(output("good,pos\n"), ConfigError);
}

}  // namespace
}  // namespace sentiment
