#include "cli/explain_command.h"

#include <gmock/gmock.h>

#include <sstream>

#include "cli/word_model.h"
#include "core/error.h"
#include "json/strict_json.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class ExplainCommand : public testing::Test {
 protected:
  ExplainCommand() { write(word_model()); }

  void write(const Model& model) { write_model(folder_.path() / "model.safetensors", model); }

  /// Standard output of `explain` on a file of this name and content.
  std::string output(const std::string& name, const std::string& bytes) {
    options_.model = folder_.path().string();
    options_.input.file = folder_.write(name, bytes).string();
    std::ostringstream out;
    explain(options_, out);
    return out.str();
  }

  Json object(const std::string& text) {
    options_.format = ExplanationFormat::kJsonl;
    return parse_json(output("in.txt", text + "\n"));
  }

  TemporaryFolder folder_;
  ExplainOptions options_;
};

TEST_F(ExplainCommand, ShowsWhatEachTokenAddsAndWhereTheAnswerTurns) {
  const std::string out = output("in.txt", "bad good\n");
  EXPECT_THAT(out, StartsWith("pos 0.7500\n"
                              "difference of logits +1.0986 = +0.0000 of empty embeddings +1.0986 of the "
                              "tokens (completeness error "));
  EXPECT_THAT(out, EndsWith("\nafter \"good\" pos rises from 0.25 to 0.75\n"
                            "token    adds       against|for           P(pos) after it\n"
                            "bad    +0.000              |                        0.250\n"
                            "good   +1.099              |++++++++++++            0.750\n"));
}

TEST_F(ExplainCommand, DrawsWhatSpeaksAgainstTheLabelToTheLeft) {
  Model model = word_model();
  model.config.pooling = Pooling::kMean;
  write(model);
  EXPECT_THAT(output("in.txt", "good good bad\n"),
              HasSubstr("\nbad    -0.366  ------------|                        0.591\n"));
}

TEST_F(ExplainCommand, ShadesTokensOnATerminal) {
  options_.colour = true;
  EXPECT_THAT(output("in.txt", "film good\n"),
              HasSubstr("\nfilm* \x1b[97;48;5;20mgood\x1b[0m\n* not in the vocabulary\n"));
}

TEST_F(ExplainCommand, MarksWhatWasNotRead) {
  const std::string out = output("in.txt", "good bad bad bad good good\n");
  EXPECT_THAT(out, HasSubstr("\n[...]\n"));
  EXPECT_THAT(out, HasSubstr("4 of 6 tokens were read"));
}

TEST_F(ExplainCommand, AnswersATextWithoutTokens) {
  EXPECT_EQ(output("in.txt", "\n"), "neg 0.5000\nno tokens: the output layer's bias says this\n");
}

TEST_F(ExplainCommand, WritesAnObjectWithStableKeys) {
  const Json line = object("film good");
  std::vector<std::string> keys;
  for (const auto& [key, value] : line.items()) keys.push_back(key);
  EXPECT_THAT(keys, testing::ElementsAre("label", "probability", "probabilities", "logit_difference",
                                         "baseline_logit_difference", "completeness_error", "gradients",
                                         "turning_point", "total_tokens", "truncated", "tokens",
                                         "attributions", "running_probability", "places", "unknown"));
  EXPECT_EQ(line.at("label"), "pos");
  EXPECT_EQ(line.at("tokens"), Json({"film", "good"}));
  EXPECT_EQ(line.at("unknown"), Json::array({0}));
  EXPECT_EQ(line.at("places"), Json({0, 1}));
  EXPECT_NEAR(line.at("running_probability")[0].get<double>(), 0.5, 1e-6);
  EXPECT_NEAR(line.at("running_probability")[1].get<double>(), 0.75, 1e-6);
  EXPECT_NEAR(line.at("attributions")[1].get<double>(), 1.0986, 1e-3);
  EXPECT_EQ(line.at("turning_point").at("token"), 1);
}

TEST_F(ExplainCommand, CarriesIdsFromJsonl) {
  options_.format = ExplanationFormat::kJsonl;
  EXPECT_EQ(parse_json(output("in.jsonl", "{\"id\":\"r1\",\"text\":\"good\"}\n")).at("id"), "r1");
  options_.format = ExplanationFormat::kText;
  EXPECT_THAT(output("in.jsonl", "{\"id\":\"r\\u001b1\",\"text\":\"good\"}\n"),
              HasSubstr("r\\x1b1: pos 0.7500\n"));
}

TEST_F(ExplainCommand, GivesGatesWhereTheyAreAskedFor) {
  options_.gates = true;
  const Json gates = object("good bad").at("gates");
  ASSERT_EQ(gates.size(), 1u);
  EXPECT_EQ(gates[0].at("layer"), 0);
  EXPECT_EQ(gates[0].at("direction"), "forward");
  EXPECT_EQ(gates[0].at("hidden_size"), 1);
  const Json& state = gates[0].at("signals").at("state");
  EXPECT_EQ(state.at("mean"), Json({1.0, -1.0}));
  EXPECT_EQ(state.at("units"), Json({{1.0}, {-1.0}}));
  EXPECT_EQ(object("").at("gates"), Json::array());
}

TEST_F(ExplainCommand, WritesOnePageThatNoTextCanBreak) {
  Model model = word_model();
  model.labels = {"neg", "<script>"};
  write(model);
  options_.format = ExplanationFormat::kHtml;
  options_.gates = true;
  const std::string html =
      output("in.jsonl", "{\"id\":\"</title><script>\",\"text\":\"& \\\"< > good\"}\n{\"text\":\"\"}\n");
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("http:")));
  EXPECT_THAT(html, HasSubstr("<!doctype html>"));
  EXPECT_THAT(html, HasSubstr("<h2>Text 1: &lt;/title&gt;&lt;script&gt;</h2>"));
  EXPECT_THAT(html, HasSubstr("P(&lt;script&gt;) while the text is read"));
  EXPECT_THAT(html, HasSubstr("Layer 1, read from the start: state"));
  EXPECT_THAT(html, HasSubstr("A text without tokens"));
  EXPECT_THAT(html, HasSubstr("2 texts."));
}

TEST_F(ExplainCommand, SaysTheSameOnAnyNumberOfThreads) {
  options_.format = ExplanationFormat::kJsonl;
  options_.threads = 1;
  const std::string alone = output("in.txt", "good bad film\nbad\n");
  options_.threads = 5;
  EXPECT_EQ(output("in.txt", "good bad film\nbad\n"), alone);
}

TEST_F(ExplainCommand, RefusesOptionsWithoutEffect) {
  options_.gates = true;
  EXPECT_THROW(output("in.txt", "good\n"), ConfigError);
  options_.gates = false;
  options_.input.text_column = "review";
  EXPECT_THROW(output("in.txt", "good\n"), ConfigError);
}

}  // namespace
}  // namespace sentiment
