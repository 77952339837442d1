#include "cli/inspect_command.h"

#include <gmock/gmock.h>

#include <sstream>

#include "cli/word_model.h"
#include "core/error.h"
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
