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
  folder.write("run/.lock", "");
  folder.write("run/config.json", "{}");
  const RunDirectory run(folder.path() / "run");
  const std::string message = message_of<ConfigError>([&] { run.expect_free(false); });
  EXPECT_NE(message.find("already holds a run (config.json)"), std::string::npos) << message;
  EXPECT_NO_THROW(run.expect_free(true));
}

TEST(RunDirectory, IsNotForcedWhereNoRunHasBeen) {
  const TemporaryFolder folder;
  folder.write("mine/config.json", "{}");  // given as CONFIG, with the folder as -o
  const RunDirectory run(folder.path() / "mine");
  const std::string message = message_of<ConfigError>([&] { run.expect_free(true); });
  EXPECT_NE(message.find("mine: --force replaces a run, and config.json is not one's"), std::string::npos)
      << message;
  folder.write("mine/config.input.json", "{}");  // a run that was copied without its lock
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
  folder.write("run/metrics.json.tmp", "x");
  folder.write("run/checkpoints/step-000001/state.json", "x");
  RunDirectory(folder.path() / "run").clear();
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "run/model.safetensors"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "run/metrics.json.tmp"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "run/checkpoints"));
  EXPECT_EQ(folder.read("run/notes.txt"), "mine");
}

TEST(RunDirectory, ClearsNothingForeignAmongTheCheckpoints) {
  const TemporaryFolder folder;
  folder.write("run/checkpoints/step-000001/state.json", "x");
  folder.write("run/checkpoints/notes.txt", "mine");
  RunDirectory(folder.path() / "run").clear();
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "run/checkpoints/step-000001"));
  EXPECT_EQ(folder.read("run/checkpoints/notes.txt"), "mine");
}

TEST(RunDirectory, ClearsItsEventsForTensorBoardAndNobodyElses) {
  const TemporaryFolder folder;
  const RunDirectory run(folder.path() / "run");
  folder.write("run/tensorboard/events.out.tfevents.sentiment", "x");
  folder.write("run/tensorboard/events.out.tfevents.1.host", "mine");
  EXPECT_EQ(run.tensorboard_events(), folder.path() / "run/tensorboard/events.out.tfevents.sentiment");
  run.clear();
  EXPECT_FALSE(std::filesystem::exists(run.tensorboard_events()));
  EXPECT_EQ(folder.read("run/tensorboard/events.out.tfevents.1.host"), "mine");
  std::filesystem::remove(folder.path() / "run/tensorboard/events.out.tfevents.1.host");
  run.clear();
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "run/tensorboard"));
}

TEST(RunDirectory, DoesNotClearAFolderInAFilesPlace) {
  const TemporaryFolder folder;
  folder.write("run/model.safetensors/mine", "x");
  const std::string message = message_of<Error>([&] { RunDirectory(folder.path() / "run").clear(); });
  EXPECT_NE(message.find("model.safetensors: cannot be removed: Directory not empty"), std::string::npos)
      << message;
  EXPECT_EQ(folder.read("run/model.safetensors/mine"), "x");
}

// Rows: C1
TEST(RunDirectory, RemovesWhatAKilledRunHadBegun) {
  const TemporaryFolder folder;
  folder.write("run/model.safetensors", "whole");
  folder.write("run/model.safetensors.tmp", "half");
  folder.write("run/checkpoints/step-000001/state.json", "whole");
  folder.write("run/checkpoints/step-000002.tmp/state.json", "half");
  folder.write("run/notes.tmp", "mine");
  RunDirectory(folder.path() / "run").remove_leftovers();
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "run/model.safetensors.tmp"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "run/checkpoints/step-000002.tmp"));
  EXPECT_EQ(folder.read("run/model.safetensors"), "whole");
  EXPECT_EQ(folder.read("run/checkpoints/step-000001/state.json"), "whole");
  EXPECT_EQ(folder.read("run/notes.tmp"), "mine");
}

// Rows: B6
TEST(RunDirectory, NamesAnInputThatItWouldRemove) {
  const TemporaryFolder folder;
  const auto config = folder.write("run/config.json", "{}");
  const auto inner = folder.write("run/checkpoints/step-000001/train.csv", "x");
  const auto beside = folder.write("run/checkpoints/train.csv", "x");
  std::filesystem::create_symlink(inner, folder.path() / "link.csv");
  std::filesystem::create_symlink(folder.path() / "run", folder.path() / "other");
  std::filesystem::create_symlink(beside, folder.path() / "run/train.log");
  for (const char* name : {"run", "other", "run/../other/"}) {
    const RunDirectory run(folder.path() / name);
    for (const auto& input : {config, inner, folder.path() / "link.csv", folder.path() / "other/config.json",
                              folder.path() / "run/train.log"}) {
      EXPECT_EQ(message_of<ConfigError>([&] { run.expect_to_keep(input, "data.train"); }),
                input.native() +
                    ": data.train lies among the files of the run that --force removes; copy it "
                    "elsewhere or choose another -o");
    }
    EXPECT_NO_THROW(run.expect_to_keep(beside, "data.train"));
    EXPECT_NO_THROW(run.expect_to_keep(folder.path() / "run", "data.train"));
    EXPECT_NO_THROW(run.expect_to_keep(folder.path() / "nowhere/config.json", "data.train"));
  }
}

TEST(RunDirectory, IsMadeWithTheFoldersAroundIt) {
  const TemporaryFolder folder;
  RunDirectory run(folder.path() / "a/b/run/");
  run.claim();
  EXPECT_TRUE(std::filesystem::is_regular_file(folder.path() / "a/b/run/.lock"));
  folder.write("file", "");
  EXPECT_THROW(RunDirectory(folder.path() / "file/run").claim(), Error);
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
