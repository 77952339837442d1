#include "cli/command_outputs.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::HasSubstr;

class CommandOutputs : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  static std::string refused(const std::vector<CommandOutput>& outputs,
                             const std::vector<std::string>& inputs) {
    return message_of<ConfigError>([&] { expect_outputs(outputs, inputs); });
  }

  TemporaryFolder folder_;
};

TEST_F(CommandOutputs, AreFilesOfTheirOwn) {
  folder_.write("data.csv", "text,label\n");
  EXPECT_NO_THROW(
      expect_outputs({{"--json", path("a.json")}, {"--flips", path("b.jsonl")}, {"-o", std::nullopt}},
                     {path("data.csv"), "-", ""}));
  EXPECT_NO_THROW(expect_outputs({{"--json", "-"}, {"--flips", "-"}}, {"-"}));
  EXPECT_NO_THROW(expect_outputs({{"--json", "/dev/null"}, {"--flips", "/dev/null"}}, {}));
}

TEST_F(CommandOutputs, ReplaceNothingThatIsRead) {
  folder_.write("data.csv", "text,label\n");
  std::filesystem::create_symlink(path("data.csv"), path("link.csv"));
  for (const char* name : {"data.csv", "./data.csv", "link.csv"}) {
    EXPECT_THAT(refused({{"--json", path(name)}}, {path("data.csv")}),
                HasSubstr("--json: expected another file than \"" + path("data.csv") + "\", which is read"));
  }
  EXPECT_THAT(refused({{"--json", path("data.csv")}}, {path("data.csv") + "!/inner"}),
              HasSubstr("which is read"));
  EXPECT_THAT(refused({{"-o", path("run/model.safetensors")}}, {path("run")}), HasSubstr("existing folder"));
  folder_.write("run/model.safetensors", "x");
  EXPECT_THAT(refused({{"-o", path("run/model.safetensors")}}, {path("run/")}), HasSubstr("which is read"));
}

TEST_F(CommandOutputs, ReplaceNothingThatARunKeeps) {
  folder_.write("run/config.input.json", "{}");
  EXPECT_THAT(refused({{"--json", path("run/metrics.json")}}, {}),
              HasSubstr("expected a file that no run keeps"));
  EXPECT_NO_THROW(expect_outputs({{"--json", path("run/heldout.json")}}, {path("run")}));
}

TEST_F(CommandOutputs, DoNotReplaceEachOther) {
  EXPECT_THAT(refused({{"--json", path("a")}, {"--flips", path("./a")}}, {}),
              HasSubstr("--flips: expected another file than --json's"));
}

}  // namespace
}  // namespace sentiment
