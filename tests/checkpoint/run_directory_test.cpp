#include "checkpoint/run_directory.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

TEST(RunDirectory, MayStartInAFreshFolderAndBesideForeignFiles) {
  const TemporaryFolder folder;
  folder.write("run/notes.txt", "mine");
  EXPECT_NO_THROW(RunDirectory(folder.path() / "new").expect_free(false));
  EXPECT_NO_THROW(RunDirectory(folder.path() / "run").expect_free(false));
}

TEST(RunDirectory, RefusesToStartOverARunUnlessForced) {
  const TemporaryFolder folder;
  folder.write("run/config.json", "{}");
  const RunDirectory run(folder.path() / "run");
  const std::string message = message_of<ConfigError>([&] { run.expect_free(false); });
  EXPECT_NE(message.find("already holds a run (config.json)"), std::string::npos) << message;
  EXPECT_NO_THROW(run.expect_free(true));
}

TEST(RunDirectory, RefusesAFile) {
  const TemporaryFolder folder;
  const auto file = folder.write("file", "");
  EXPECT_THROW(RunDirectory(file).expect_free(true), ConfigError);
}

TEST(RunDirectory, HasNothingToResumeWithoutARun) {
  const TemporaryFolder folder;
  EXPECT_THROW(RunDirectory(folder.path() / "nowhere").expect_run(), ConfigError);
}

TEST(RunDirectory, ClearsOnlyWhatARunWrites) {
  const TemporaryFolder folder;
  folder.write("run/notes.txt", "mine");
  folder.write("run/model.safetensors", "x");
  folder.write("run/checkpoints/step-000001/state.json", "x");
  RunDirectory(folder.path() / "run").clear();
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "run/model.safetensors"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "run/checkpoints"));
  EXPECT_EQ(folder.read("run/notes.txt"), "mine");
}

TEST(RunDirectory, IsClaimedByOneAtATime) {
  const TemporaryFolder folder;
  RunDirectory first(folder.path() / "run");
  first.claim();
  RunDirectory second(folder.path() / "run");
  EXPECT_THROW(second.claim(), Error);
}

}  // namespace
}  // namespace sentiment
