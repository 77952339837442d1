// Checkpoints that are not as they were written, and names that are none of ours.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <map>

#include "checkpoint/checkpoint.h"
#include "checkpoint/checkpoint_test_folder.h"
#include "core/error.h"

namespace sentiment {
namespace {

using testing::HasSubstr;

/// Holds back the warnings of a test that breaks thousands of checkpoints.
class BrokenCheckpoint : public CheckpointTest {
 protected:
  BrokenCheckpoint() {
    testing::internal::CaptureStderr();
    write(1);
    write(2);
  }
  ~BrokenCheckpoint() override { warnings(); }

  std::string warnings() {
    if (held_back_) return "";
    held_back_ = true;
    return testing::internal::GetCapturedStderr();
  }

  std::map<std::string, std::string> files_of_the_first() const {
    std::map<std::string, std::string> found;
    for (const char* file : kCheckpointFiles) found[file] = read(std::string("step-000001/") + file);
    return found;
  }

 private:
  bool held_back_ = false;
};

// Rows: A8
TEST_F(BrokenCheckpoint, IsNoticedWhicheverBitIsOther) {
  for (const char* name : kCheckpointFiles) {
    const std::string file = std::string("step-000002/") + name;
    const std::size_t bits = read(file).size() * 8;
    // Every bit of what is parsed before it is verified, and some of the rest.
    const std::size_t stride = file.ends_with(".json") ? 1 : bits / 200;
    for (std::size_t bit = 0; bit < bits; bit += stride) {
      flip(file, bit);
      ASSERT_EQ(newest(), 1) << file << ", bit " << bit;
      flip(file, bit);
    }
  }
  EXPECT_EQ(newest(), 2);
}

// Rows: A9
TEST_F(BrokenCheckpoint, IsNoticedWhereverAFileEnds) {
  for (const char* name : kCheckpointFiles) {
    const std::string file = std::string("step-000002/") + name;
    const std::string bytes = read(file);
    replace(file, bytes + "\n");
    ASSERT_EQ(newest(), 1) << file;
    for (std::size_t size = bytes.size(); size-- > 0;) {
      std::filesystem::resize_file(checkpoints() / file, size);
      ASSERT_EQ(newest(), 1) << file << " of " << size << " bytes";
    }
    replace(file, bytes);
  }
  EXPECT_EQ(newest(), 2);
}

// Rows: C9
TEST_F(BrokenCheckpoint, IsPassedOverAndTheOthersAreLeftAlone) {
  const auto before = files_of_the_first();
  const std::filesystem::path second = checkpoints() / "step-000002";
  for (const char* name : kCheckpointFiles) {
    const std::string bytes = read(std::string("step-000002/") + name);
    std::filesystem::remove(second / name);
    EXPECT_EQ(newest(), 1) << name;
    replace(std::string("step-000002/") + name, bytes);
  }
  for (const char* name : {"model.safetensors", "training.safetensors", "state.json"})
    std::filesystem::remove(second / name);
  EXPECT_EQ(newest(), 1);
  EXPECT_EQ(files_of_the_first(), before);
  EXPECT_THAT(warnings(), HasSubstr("step-000002/model.safetensors: cannot be opened: No such file or "
                                    "directory; trying the checkpoint before it"));
}

// Rows: C9
TEST_F(BrokenCheckpoint, StopsTheRunIfNoneIsSound) {
  damage("step-000001/state.json");
  damage("step-000002/manifest.json");
  const auto before = files_of_the_first();
  EXPECT_THAT(message_of<FormatError>([&] { newest(); }),
              HasSubstr("checkpoints: none of the 2 checkpoints is sound; nothing was changed; begin anew"));
  EXPECT_EQ(files_of_the_first(), before);
  EXPECT_THAT(names(), testing::ElementsAre("step-000001", "step-000002"));
}

TEST_F(BrokenCheckpoint, IsOneThatGoesByTheNameOfAnotherStep) {
  std::filesystem::rename(checkpoints() / "step-000002", checkpoints() / "step-000009");
  EXPECT_EQ(newest(), 1);
  EXPECT_THAT(warnings(),
              HasSubstr("step-000009/manifest.json: differs from what this program writes for step 9"));
}

// Rows: B8
TEST_F(BrokenCheckpoint, IsOneOfAnotherVersion) {
  const std::string manifest = read("step-000002/manifest.json");
  const std::string version = "\"format_version\": 1";
  const std::size_t at = manifest.find(version);
  ASSERT_NE(at, std::string::npos);
  for (const char* other : {"2", "0", "-1", "\"1\"", "null", "1.0"}) {
    std::string changed = manifest;
    replace("step-000002/manifest.json",
            changed.replace(at, version.size(), std::string("\"format_version\": ") + other));
    EXPECT_EQ(newest(), 1) << other;
  }
  EXPECT_THAT(warnings(), HasSubstr("manifest.json: written by another version of this program"));
}

TEST_F(BrokenCheckpoint, IsOneWhoseManifestHasAnotherForm) {
  for (const char* manifest : {"", "[]", "1", "{}", R"({"format_version": 1, "step": 2})",
                               R"({"format_version": 1, "step": 2, "files": []})"}) {
    replace("step-000002/manifest.json", manifest);
    EXPECT_EQ(newest(), 1) << manifest;
  }
  EXPECT_THAT(warnings(), HasSubstr("expected format_version, step and files, found something else"));
}

// Rows: B5
TEST_F(BrokenCheckpoint, IsOneWhoseManifestNamesOtherFiles) {
  const std::string manifest = read("step-000002/manifest.json");
  const std::size_t at = manifest.find("state.json");
  ASSERT_NE(at, std::string::npos);
  for (const char* name :
       {"../step-000001/state.json", "/etc/passwd", "a/../../x", "state.json\\u0000", "sub/../state.json"}) {
    std::string changed = manifest;
    replace("step-000002/manifest.json", changed.replace(at, std::string("state.json").size(), name));
    EXPECT_EQ(newest(), 1) << name;
  }
  // One name more than there should be.
  std::string more = manifest;
  const std::size_t files = more.find("\"files\": {") + std::string("\"files\": {").size();
  replace("step-000002/manifest.json", more.insert(files, R"("../x": {"bytes": 0, "sha256": ""},)"));
  EXPECT_EQ(newest(), 1);
}

// Rows: B5
TEST_F(BrokenCheckpoint, IsAnythingBehindALink) {
  for (const char* name : kCheckpointFiles) {
    const std::filesystem::path file = checkpoints() / "step-000002" / name;
    const std::filesystem::path elsewhere = folder_.path() / name;
    std::filesystem::rename(file, elsewhere);
    std::filesystem::create_symlink(elsewhere, file);
    EXPECT_EQ(newest(), 1) << name;
    std::filesystem::remove(file);
    std::filesystem::rename(elsewhere, file);
  }
  ASSERT_EQ(newest(), 2);
  std::filesystem::rename(checkpoints() / "step-000002", folder_.path() / "elsewhere");
  std::filesystem::create_directory_symlink(folder_.path() / "elsewhere", checkpoints() / "step-000002");
  EXPECT_EQ(newest(), 1);
  EXPECT_THAT(warnings(), HasSubstr("step-000002: expected a folder, found a symbolic link"));
}

TEST_F(BrokenCheckpoint, IsNoneWhoseFilesHaveASecondName) {  // as `cp -l` makes them
  std::filesystem::create_hard_link(checkpoints() / "step-000002/state.json", folder_.path() / "snapshot");
  EXPECT_EQ(newest(), 2);
}

// Rows: A13 B5
TEST_F(BrokenCheckpoint, IsOneWithSomethingElseInAFilesPlace) {
  for (const char* name : kCheckpointFiles) {
    const std::filesystem::path file = checkpoints() / "step-000002" / name;
    const std::string bytes = read(std::string("step-000002/") + name);
    std::filesystem::remove(file);
    ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
    EXPECT_EQ(newest(), 1) << name;  // without waiting for a writer
    std::filesystem::remove(file);
    std::filesystem::create_directory(file);
    EXPECT_EQ(newest(), 1) << name;
    std::filesystem::remove(file);
    replace(std::string("step-000002/") + name, bytes);
  }
  EXPECT_EQ(newest(), 2);
}

// Rows: A2
TEST_F(BrokenCheckpoint, IsNotReadBeyondTheSizeItShouldHave) {
  for (const char* name : kCheckpointFiles) {
    const std::filesystem::path file = checkpoints() / "step-000002" / name;
    const std::string bytes = read(std::string("step-000002/") + name);
    std::filesystem::resize_file(file, uint64_t{1} << 40);  // a hole: no memory and no disk could hold it
    EXPECT_EQ(newest(), 1) << name;
    replace(std::string("step-000002/") + name, bytes);
  }
  EXPECT_EQ(newest(), 2);
}

// Rows: C10
TEST_F(BrokenCheckpoint, IsNoneThatHasAForeignName) {
  replace(".DS_Store", "x");
  replace("LATEST", "");
  replace("step-000012", "a file");
  replace("step-000002/notes.txt", "mine");
  for (const char* name :
       {"step-9", "step-1e9", "step-000010.bak", "step-000011.tmp", "step-00000013", "step-",
        "step-99999999999999999999", "step--00001", "STEP-000014", "step-000015.old.old"})
    std::filesystem::create_directories(checkpoints() / name);
  const std::vector<std::string> before = names();
  EXPECT_EQ(newest(), 2);
  EXPECT_EQ(warnings(), "");
  write(3, 1);
  std::vector<std::string> after = names();
  EXPECT_EQ(newest(), 3);
  // Of all these only the two of ours have made room for the third.
  EXPECT_EQ(after.size(), before.size() - 1);
}

TEST_F(CheckpointTest, IsAbsentInAnEmptyFolderAndBesideForeignFiles) {
  EXPECT_EQ(newest(), -1);
  replace("step-9.bak", "");
  std::filesystem::create_directories(checkpoints() / "step-000007.tmp");
  std::filesystem::create_directories(checkpoints() / "step-1e9");
  EXPECT_EQ(newest(), -1);
}

TEST_F(CheckpointTest, CannotBeLookedForInAFile) {
  folder_.write("checkpoints", "a file");
  EXPECT_THAT(message_of<Error>([&] { newest(); }),
              HasSubstr("checkpoints: the folder cannot be read: Not a directory"));
}

}  // namespace
}  // namespace sentiment
