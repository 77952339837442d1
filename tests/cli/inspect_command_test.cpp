#include "cli/inspect_command.h"

#include <gmock/gmock.h>

#include <sstream>

#include "cli/word_model.h"
#include "core/error.h"
#include "model/tiny_language_model.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::HasSubstr;
using testing::Not;

class InspectCommand : public testing::Test {
 protected:
  InspectCommand() { write_model(file(), word_model()); }

  std::filesystem::path file() const { return folder_.path() / "model.safetensors"; }

  std::string output(const InspectOptions& options) {
    std::ostringstream out;
    inspect(options, out);
    return out.str();
  }

  TemporaryFolder folder_;
};

TEST_F(InspectCommand, ShowsWhatTheModelIs) {
  const Json card = model_card(file());
  EXPECT_EQ(card.at("labels"), parse_json(R"(["neg","pos"])"));
  EXPECT_EQ(card.at("model").at("type"), "rnn");
  EXPECT_EQ(card.at("tokenizer").at("max_tokens"), 4);
  EXPECT_EQ(card.at("vocabulary"), parse_json(R"({"size":4,"first_tokens":["good","bad"]})"));
  EXPECT_EQ(card.at("parameters").at("count"), 4 + 4 + 4);  // embedding, recurrent layer, output layer
  EXPECT_EQ(card.at("parameters").at("bytes"), 48);
  EXPECT_EQ(card.at("parameters").at("tensors").at("output.weight"), "[2, 1]");
  EXPECT_EQ(card.at("content_hash").get<std::string>().size(), 32u);
}

TEST_F(InspectCommand, ShowsWhatPretrainingMade) {
  write_pretrained(file(), tiny_language_model({.embedding_size = 3, .hidden_size = 2}, {"neg", "\x1b[2J"}));
  const Json card = model_card(file());
  EXPECT_EQ(card.at("kind"), "language_model");
  EXPECT_EQ(card.at("labels"), parse_json(R"(["neg","\u001b[2J"])"));
  EXPECT_EQ(card.at("model").at("direction"), "forward");
  EXPECT_EQ(card.at("vocabulary").at("size"), 7);
  EXPECT_EQ(card.at("parameters").at("tensors").at("embedding.weight"), "[7, 3]");
  EXPECT_EQ(card.at("content_hash").get<std::string>().size(), 32u);
  EXPECT_THAT(output({.model = file().string()}), HasSubstr("neg \\x1b[2J\n"));
  write_pretrained(file(), tiny_language_model());
  EXPECT_FALSE(model_card(file()).contains("labels"));
  PretrainedModel vectors;
  vectors.kind = PretrainedKind::kVectors;
  vectors.shape.embedding_size = 2;
  vectors.vocabulary = Vocabulary({"good"});
  vectors.parameters = {{"embedding.weight", {3, 2}, {0, 0, 1, 2, 3, 4}}};
  write_pretrained(file(), vectors);
  EXPECT_EQ(model_card(file()).at("kind"), "vectors");
  EXPECT_EQ(model_card(file()).at("model"), parse_json(R"({"embedding_size":2})"));
}

TEST_F(InspectCommand, PrintsTextOrJson) {
  EXPECT_THAT(output({.model = file().string()}), HasSubstr("model.type                           rnn\n"));
  EXPECT_EQ(parse_json(output({.model = file().string(), .json = true})), model_card(file()));
}

TEST_F(InspectCommand, SaysThatTheHashHoldsWhenAsked) {
  EXPECT_THAT(output({.model = file().string(), .verify = true}), HasSubstr("verified"));
  EXPECT_THAT(output({.model = file().string()}), Not(HasSubstr("verified")));
}

TEST_F(InspectCommand, RefusesAChangedFile) {
  std::string bytes = folder_.read("model.safetensors");
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  const std::string changed = folder_.write("changed.safetensors", bytes).string();
  EXPECT_THROW(output({.model = changed, .verify = true}), FormatError);
}

TEST_F(InspectCommand, AddsWhatARunDirectorySays) {
  folder_.write("meta.json", R"({"version":"0.1.0","exit_reason":"completed"})");
  folder_.write("metrics.json", "not JSON");
  testing::internal::CaptureStderr();
  const Json card = model_card(folder_.path());
  EXPECT_EQ(card.at("run"), parse_json(R"({"meta":{"version":"0.1.0","exit_reason":"completed"}})"));
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("metrics.json: left out: "));
}

TEST_F(InspectCommand, LeavesOutFilesThatNoRunWrites) {
  folder_.write("meta.json", "[1]");
  folder_.write("metrics.json", R"({"accuracy":1})" + std::string(1 << 20, ' '));
  testing::internal::CaptureStderr();
  EXPECT_FALSE(model_card(folder_.path()).contains("run"));
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              testing::AllOf(HasSubstr("meta.json: expected a JSON object; left out"),
                             HasSubstr("metrics.json: expected at most 1048576 bytes")));
}

}  // namespace
}  // namespace sentiment
