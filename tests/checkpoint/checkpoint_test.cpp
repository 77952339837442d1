#include "checkpoint/checkpoint.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

Model small_model() {
  Model model;
  model.config.embedding_size = 2;
  model.config.hidden_size = 2;
  model.vocabulary = Vocabulary({"good", "bad"});
  model.labels = {"neg", "pos"};
  model.parameters = initial_parameters(model.config, 4, 2, 1);
  return model;
}

Checkpoint at_step(int64_t step) {
  return {.step = step,
          .model = small_model(),
          .tensors = {{"optimizer.exp_avg.w", {2}, {1.5F, -0.0F}},
                      {"average.w", {1}, {static_cast<float>(step)}}},
          .state = {{"step", step}}};
}

class CheckpointTest : public testing::Test {
 protected:
  std::filesystem::path checkpoints() const { return folder_.path() / "checkpoints"; }
  void write(int64_t step, int64_t keep = 10) const { write_checkpoint(checkpoints(), at_step(step), keep); }
  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(checkpoints()))
      found.push_back(entry.path().filename());
    std::sort(found.begin(), found.end());
    return found;
  }
  void damage(const std::string& file) const {
    std::string bytes = folder_.read("checkpoints/" + file);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    folder_.write("checkpoints/" + file, bytes);
  }
  TemporaryFolder folder_;
};

TEST_F(CheckpointTest, GivesBackWhatWasWritten) {
  write(12);
  const Checkpoint read = read_newest_checkpoint(checkpoints()).value();
  EXPECT_EQ(read.step, 12);
  EXPECT_EQ(read.state, (Json{{"step", 12}}));
  EXPECT_EQ(to_model_bytes(read.model), to_model_bytes(small_model()));
  EXPECT_EQ(find(read.tensors, "optimizer.exp_avg.w").values, (std::vector<float>{1.5F, -0.0F}));
  EXPECT_EQ(find(read.tensors, "average.w").shape, std::vector<int64_t>{1});
}

TEST_F(CheckpointTest, KeepsTheNewestByNumber) {
  for (const int64_t step : {9, 10, 100, 1'000'000}) write(step, 2);
  EXPECT_EQ(names(), (std::vector<std::string>{"step-000100", "step-1000000"}));
  EXPECT_EQ(read_newest_checkpoint(checkpoints())->step, 1'000'000);
}

TEST_F(CheckpointTest, PassesOverABrokenOne) {
  for (const char* file : {"model.safetensors", "training.safetensors", "state.json", "manifest.json"}) {
    write(1);
    write(2);
    damage(std::string("step-000002/") + file);
    EXPECT_EQ(read_newest_checkpoint(checkpoints())->step, 1) << file;
  }
}

TEST_F(CheckpointTest, PassesOverOneWithAMissingFile) {
  write(1);
  write(2);
  std::filesystem::remove(checkpoints() / "step-000002/training.safetensors");
  EXPECT_EQ(read_newest_checkpoint(checkpoints())->step, 1);
}

TEST_F(CheckpointTest, StopsIfNoneIsSound) {
  write(1);
  damage("step-000001/state.json");
  const std::string message = message_of<FormatError>([&] { read_newest_checkpoint(checkpoints()); });
  EXPECT_NE(message.find("none of the 1 checkpoints is sound"), std::string::npos) << message;
}

TEST_F(CheckpointTest, IsAbsentInAnEmptyFolderAndBesideForeignFiles) {
  EXPECT_FALSE(read_newest_checkpoint(checkpoints()));
  folder_.write("checkpoints/step-9.bak", "");
  std::filesystem::create_directories(checkpoints() / "step-000007.tmp");
  std::filesystem::create_directories(checkpoints() / "step-1e9");
  EXPECT_FALSE(read_newest_checkpoint(checkpoints()));
}

TEST_F(CheckpointTest, ReplacesOneOfTheSameStepAndALeftOverTemporary) {
  folder_.write("checkpoints/step-000003.tmp/half", "x");
  write(3);
  write(3);
  EXPECT_EQ(names(), std::vector<std::string>{"step-000003"});
}

TEST_F(CheckpointTest, LeavesTheEarlierOneIfTheFolderCannotBeWritten) {
  write(1);
  std::filesystem::create_directories(checkpoints() / "step-000002.tmp");
  const std::string message = message_of<Error>([&] { write_checkpoint("/proc/nowhere", at_step(2), 2); });
  EXPECT_NE(message.find("/proc/nowhere"), std::string::npos) << message;
  EXPECT_EQ(read_newest_checkpoint(checkpoints())->step, 1);
}

}  // namespace
}  // namespace sentiment
