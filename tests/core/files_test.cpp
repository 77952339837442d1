#include "core/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::HasSubstr;

/// Refuses writes beyond `bytes` in this process while it lives, as a full disk would.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : signal_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, signal_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
  void (*signal_)(int);
};

TEST(ReadFile, GivesAllBytes) {
  const TemporaryFolder folder;
  const std::string bytes = std::string("a\0\r\n\xFF", 5) + std::string(200'000, 'x');
  EXPECT_EQ(read_file(folder.write("f", bytes)), bytes);
  EXPECT_EQ(read_file(folder.write("empty", "")), "");
}

TEST(ReadFile, RefusesMoreThanTheLimit) {
  const TemporaryFolder folder;
  const auto file = folder.write("f", "12345");
  EXPECT_EQ(read_file(file, 5), "12345");
  EXPECT_THAT(message_of<Error>([&] { read_file(file, 4); }), HasSubstr("expected at most 4 bytes"));
}

TEST(ReadFile, RefusesFoldersFifosAndDevicesWithoutWaiting) {
  const TemporaryFolder folder;
  const auto fifo = folder.path() / "fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_THAT(message_of<Error>([&] { read_file(fifo); }), HasSubstr("expected a file"));
  EXPECT_THAT(message_of<Error>([&] { read_file(folder.path()); }), HasSubstr("expected a file"));
  EXPECT_THAT(message_of<Error>([&] { read_file("/dev/zero"); }), HasSubstr("expected a file"));
}

TEST(ReadFile, NamesAMissingFileOnOneLine) {
  const TemporaryFolder folder;
  const std::string message = message_of<Error>([&] { read_file(folder.path() / "a\nb"); });
  EXPECT_THAT(message, HasSubstr("a\\nb: cannot be opened: No such file"));
}

TEST(ReadFile, ReadsFilesThatDoNotTellTheirSize) {
  EXPECT_THAT(read_file("/proc/self/status"), HasSubstr("Threads:"));  // of no bytes, says the system
}

TEST(InputFile, ReadsFromWhereItIsAsked) {
  const TemporaryFolder folder;
  const InputFile file(folder.write("f", "0123456789"));
  EXPECT_EQ(file.size(), 10u);
  std::string bytes(3, '?');
  file.read(7, bytes);
  EXPECT_EQ(bytes, "789");
  file.read(0, bytes);
  EXPECT_EQ(bytes, "012");
  EXPECT_EQ(file.read_some(8, bytes), 2u);
  EXPECT_EQ(file.read_some(10, bytes), 0u);
}

TEST(InputFile, SaysThatAFileHasBecomeShorter) {
  const TemporaryFolder folder;
  const auto path = folder.write("f", "0123456789");
  const InputFile file(path);
  std::filesystem::resize_file(path, 4);
  std::string bytes(10, '?');
  EXPECT_THAT(message_of<Error>([&] { file.read(0, bytes); }),
              HasSubstr("f: expected 10 bytes, found the end at 4"));
}

TEST(ReplaceFile, WritesANewFileAndReplacesAnOldOne) {
  const TemporaryFolder folder;
  replace_file(folder.path() / "f", "old");
  EXPECT_EQ(folder.read("f"), "old");
  replace_file(folder.path() / "f", "new");
  EXPECT_EQ(folder.read("f"), "new");
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "f.tmp"));
}

TEST(ReplaceFile, KeepsTheOldFileWhenWritingFails) {
  const TemporaryFolder folder;
  const auto file = folder.write("f", "old");
  {
    const FileSizeLimit limit(100);
    EXPECT_THAT(message_of<Error>([&] { replace_file(file, std::string(1'000, 'x')); }),
                HasSubstr("f.tmp: writing failed"));
  }
  EXPECT_EQ(folder.read("f"), "old");
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "f.tmp"));
}

TEST(ReplaceFile, KeepsTheOldFileWhenItsPlaceCannotBeTaken) {
  const TemporaryFolder folder;
  folder.write("f/inner", "old");  // a folder where the file should go
  EXPECT_THROW(replace_file(folder.path() / "f", "new"), Error);
  EXPECT_EQ(folder.read("f/inner"), "old");
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "f.tmp"));
}

TEST(ReplaceFile, NamesAMissingFolder) {
  const TemporaryFolder folder;
  EXPECT_THAT(message_of<Error>([&] { replace_file(folder.path() / "absent/f", "x"); }),
              HasSubstr("absent/f.tmp: cannot be created"));
}

TEST(RenameSynced, MovesFolders) {
  const TemporaryFolder folder;
  folder.write("a.tmp/f", "x");
  rename_synced(folder.path() / "a.tmp", folder.path() / "a");
  EXPECT_EQ(folder.read("a/f"), "x");
  EXPECT_THROW(rename_synced(folder.path() / "absent", folder.path() / "b"), Error);
}

TEST(FileLock, IsHeldByOneAtATime) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "lock";
  {
    const FileLock lock(file);
    EXPECT_THAT(message_of<Error>([&] { FileLock{file}; }),
                HasSubstr("another process is using this folder"));
  }
  EXPECT_NO_THROW(FileLock{file});
  EXPECT_TRUE(std::filesystem::exists(file));
}

TEST(FileLock, NamesAPlaceItCannotUse) {
  const TemporaryFolder folder;
  EXPECT_THROW(FileLock{folder.path() / "absent/lock"}, Error);
  EXPECT_THROW(FileLock{folder.path()}, Error);
}

TEST(AbsoluteFrom, SeesRelativePathsFromTheFolder) {
  EXPECT_EQ(absolute_from("/a/b", "c/d"), "/a/b/c/d");
  EXPECT_EQ(absolute_from("/a/b", "../c"), "/a/c");
  EXPECT_EQ(absolute_from("/a/b", "/c"), "/c");
  EXPECT_EQ(absolute_from("/a", "x.tar.gz!/y"), "/a/x.tar.gz!/y");
}

TEST(AbsoluteFrom, SeesARelativeFolderFromTheCurrentOne) {
  EXPECT_EQ(absolute_from("a", "b"), std::filesystem::current_path() / "a/b");
  EXPECT_EQ(absolute_from("", "b"), std::filesystem::current_path() / "b");
}

}  // namespace
}  // namespace sentiment
