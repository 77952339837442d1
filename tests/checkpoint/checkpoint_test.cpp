#include "checkpoint/checkpoint.h"

#include <gmock/gmock.h>

#include "checkpoint/checkpoint_test_folder.h"
#include "core/error.h"
#include "support/file_size_limit.h"

namespace sentiment {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(CheckpointTest, GivesBackWhatWasWritten) {
  write(12);
  const Checkpoint read = read_newest_checkpoint(checkpoints()).value();
  EXPECT_EQ(read.step, 12);
  EXPECT_EQ(read.state, (Json{{"step", 12}, {"life", 1}}));
  EXPECT_EQ(to_model_bytes(read.model), to_model_bytes(small_model()));
  EXPECT_EQ(find(read.tensors, "optimizer.exp_avg.w").values, (std::vector<float>{1.5F, -0.0F}));
  EXPECT_EQ(find(read.tensors, "average.w").shape, std::vector<int64_t>{1});
}

TEST_F(CheckpointTest, KeepsTheNewestByNumber) {
  for (const int64_t step : {9, 10, 100, 1'000'000}) write(step, 2);
  EXPECT_THAT(names(), ElementsAre("step-000100", "step-1000000"));
  EXPECT_EQ(newest(), 1'000'000);
}

// Rows: C11
TEST_F(CheckpointTest, IsNeverRemovedForBrokenOnesOfALaterStep) {
  for (const int64_t step : {10, 20, 30}) write(step);
  damage("step-000020/state.json");
  damage("step-000030/state.json");
  ASSERT_EQ(newest(), 10);
  write(13, 1);  // as a run does that was resumed at 10
  EXPECT_THAT(names(), ElementsAre("step-000013", "step-000020", "step-000030"));
  EXPECT_EQ(newest(), 13);
  write(20, 1);
  write(30, 1);
  EXPECT_THAT(names(), ElementsAre("step-000030"));
  EXPECT_EQ(newest(), 30);
}

// Rows: C11
TEST_F(CheckpointTest, StaysWhenTenLaterOnesCannotBeWritten) {
  for (const int64_t step : {1, 2, 3}) write(step, 3);
  {
    const FileSizeLimit limit(200);
    for (int64_t step = 4; step < 14; ++step) EXPECT_THROW(write(step, 3), Error);
  }
  EXPECT_THAT(names(), ElementsAre("step-000001", "step-000002", "step-000003"));
  EXPECT_EQ(newest(), 3);
}

// Rows: C5
TEST_F(CheckpointTest, LeavesOneOfTheSameStepIfItCannotBeWritten) {
  write(3, 1, 1);
  {
    const FileSizeLimit limit(200);
    EXPECT_THAT(message_of<Error>([&] { write(3, 1, 2); }),
                HasSubstr("step-000003.tmp/model.safetensors: writing failed: File too large: it needs "));
  }
  EXPECT_THAT(names(), ElementsAre("step-000003"));
  EXPECT_EQ(newest_life(), 1);
}

TEST_F(CheckpointTest, ReplacesOneOfTheSameStepAndALeftOverTemporary) {
  replace("step-000003.tmp/half", "x");
  write(3, 1, 1);
  write(3, 1, 2);
  EXPECT_THAT(names(), ElementsAre("step-000003"));
  EXPECT_EQ(newest_life(), 2);
}

// Rows: C1
TEST_F(CheckpointTest, IsReadWhereItWasSetAsideForAnotherThatNeverCame) {
  write(2);
  write(3, 10, 1);
  std::filesystem::rename(checkpoints() / "step-000003", checkpoints() / "step-000003.old");
  EXPECT_EQ(newest(), 3);
  write(3, 10, 2);
  EXPECT_THAT(names(), ElementsAre("step-000002", "step-000003"));
  EXPECT_EQ(newest_life(), 2);
}

// Rows: C1
TEST_F(CheckpointTest, IsBelievedBeforeTheOneItReplaced) {
  write(3, 10, 1);
  std::filesystem::rename(checkpoints() / "step-000003", checkpoints() / "step-000003.old");
  std::filesystem::copy(checkpoints() / "step-000003.old", checkpoints() / "kept");
  write(3, 10, 2);
  std::filesystem::rename(checkpoints() / "kept", checkpoints() / "step-000003.old");
  EXPECT_EQ(newest_life(), 2);
  write(3, 10, 3);
  EXPECT_THAT(names(), ElementsAre("step-000003"));
  EXPECT_EQ(newest_life(), 3);
}

// Rows: C7
TEST_F(CheckpointTest, DoesNotMakeTheFolderOfARunAnew) {
  const std::filesystem::path run = folder_.path() / "run";
  EXPECT_THAT(message_of<Error>([&] { write_checkpoint(run / "checkpoints", at_step(1), 2); }),
              HasSubstr("run/checkpoints: the folder cannot be created: No such file or directory"));
  EXPECT_FALSE(std::filesystem::exists(run));
}

TEST_F(CheckpointTest, ReplacesWhateverStandsInItsPlace) {
  write(1);
  replace("step-000002.tmp", "a file, as nobody of ours makes it");
  std::filesystem::create_directories(checkpoints() / "step-000002");
  EXPECT_NO_THROW(write(2));
  EXPECT_THAT(names(), ElementsAre("step-000001", "step-000002"));
  EXPECT_EQ(newest(), 2);
}

// Rows: C1 C10
TEST_F(CheckpointTest, OnlyWhatWasBegunIsRemovedAfterAKill) {
  EXPECT_NO_THROW(remove_unfinished_checkpoints(checkpoints()));  // none at all
  write(1);
  replace("step-000002.tmp/model.safetensors", "half");
  replace("step-000001.old/model.safetensors", "half");
  replace("step-2.tmp/notes", "mine");
  remove_unfinished_checkpoints(checkpoints());
  EXPECT_THAT(names(), ElementsAre("step-000001", "step-000001.old", "step-2.tmp"));
}

TEST_F(CheckpointTest, AllAreRemovedAndNothingElse) {
  write(1);
  write(2);
  replace("step-000003.tmp/half", "x");
  remove_checkpoints(checkpoints());
  EXPECT_FALSE(std::filesystem::exists(checkpoints()));
  write(1);
  replace("notes.txt", "mine");
  remove_checkpoints(checkpoints());
  EXPECT_THAT(names(), ElementsAre("notes.txt"));
}

TEST_F(CheckpointTest, AreAllRemovedBehindALinkThatStays) {
  std::filesystem::create_directories(folder_.path() / "large disk");
  std::filesystem::create_directory_symlink("large disk", checkpoints());
  write(1);
  EXPECT_EQ(newest(), 1);
  remove_checkpoints(checkpoints());
  EXPECT_TRUE(std::filesystem::is_symlink(checkpoints()));
  EXPECT_THAT(names(), IsEmpty());
}

}  // namespace
}  // namespace sentiment
