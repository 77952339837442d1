#include "core/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>

#include "core/error.h"
#include "support/file_size_limit.h"
#include "support/temporary_folder.h"

namespace {

std::atomic<std::size_t> most_bytes_at_once = SIZE_MAX;
std::atomic<int> next_error = 0;

}  // namespace

/// Stands in the place of the C library's: the system may take less than it is given, or nothing.
extern "C" ssize_t write(int descriptor, const void* bytes, size_t count) {
  if (const int error = next_error.exchange(0); error != 0) {
    errno = error;
    return -1;
  }
  return ::syscall(SYS_write, descriptor, bytes, std::min(count, most_bytes_at_once.load()));
}

namespace sentiment {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

TEST(ReadFile, GivesAllBytes) {
  const TemporaryFolder folder;
  std::string bytes("a\0\r\n\xFF", 5);
  bytes.append(200'000, 'x');
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

// Rows: B5
TEST(ReadFile, FollowsALinkOnlyIfItMay) {
  const TemporaryFolder folder;
  folder.write("f", "bytes");
  const auto link = folder.path() / "link";
  std::filesystem::create_symlink("f", link);
  EXPECT_EQ(read_file(link), "bytes");
  EXPECT_THAT(message_of<Error>([&] { read_file(link, 100, Links::kRefuse); }),
              HasSubstr("link: expected a file, found a symbolic link"));
  EXPECT_EQ(read_file(folder.path() / "f", 100, Links::kRefuse), "bytes");
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

// Rows: C5
TEST(ReplaceFile, KeepsTheOldFileWhenWritingFails) {
  const TemporaryFolder folder;
  const auto file = folder.write("f", "old");
  {
    const FileSizeLimit limit(100);
    EXPECT_THAT(
        message_of<Error>([&] { replace_file(file, std::string(1'000, 'x')); }),
        HasSubstr("f.tmp: writing failed: File too large: it needs 1000 bytes, 100 could be written"));
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

// Rows: C6
TEST(ReplaceFile, WritesOnWhenTheSystemTakesLess) {
  const TemporaryFolder folder;
  most_bytes_at_once = 7;
  replace_file(folder.path() / "f", "0123456789abcdefghijklmnopqrstuvwxyz");
  most_bytes_at_once = SIZE_MAX;
  EXPECT_EQ(folder.read("f"), "0123456789abcdefghijklmnopqrstuvwxyz");
}

// Rows: C6
TEST(ReplaceFile, WritesAgainWhenItWasInterrupted) {
  const TemporaryFolder folder;
  next_error = EINTR;
  replace_file(folder.path() / "f", "new");
  EXPECT_EQ(folder.read("f"), "new");
}

// Rows: C5 C6
TEST(ReplaceFile, SaysHowMuchRoomItNeedsAndHowMuchThereIs) {
  const TemporaryFolder folder;
  const auto file = folder.write("f", "old");
  const auto message_after = [&](int error) {
    next_error = error;
    return message_of<Error>([&] { replace_file(file, "0123456789"); });
  };
  EXPECT_THAT(message_after(ENOSPC),
              MatchesRegex(".*f\\.tmp: writing failed: No space left on device: "
                           "it needs 10 bytes, [0-9]+ are free; make room and try again"));
  EXPECT_THAT(message_after(EDQUOT), HasSubstr("it needs 10 bytes, 0 could be written; raise the limit"));
  EXPECT_THAT(message_after(EIO), MatchesRegex(".*f\\.tmp: writing failed: Input/output error"));
  EXPECT_EQ(folder.read("f"), "old");
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "f.tmp"));
}

TEST(ReplaceFile, DoesNotWriteThroughALinkInTheTemporarysPlace) {
  const TemporaryFolder folder;
  folder.write("other", "somebody's");
  std::filesystem::create_symlink("other", folder.path() / "f.tmp");
  replace_file(folder.path() / "f", "new");
  EXPECT_EQ(folder.read("other"), "somebody's");
  EXPECT_EQ(folder.read("f"), "new");
  EXPECT_FALSE(std::filesystem::is_symlink(folder.path() / "f"));
}

TEST(ReplaceFile, ReplacesATemporaryThatWasLeftOver) {
  const TemporaryFolder folder;
  folder.write("f.tmp", "half of something longer");
  replace_file(folder.path() / "f", "new");
  EXPECT_EQ(folder.read("f"), "new");
}

// Rows: C14
TEST(ReplaceFile, LeavesThePermissionsToTheUmask) {
  const TemporaryFolder folder;
  const auto modes_under = [&](mode_t mask) {
    const mode_t before = ::umask(mask);
    const std::filesystem::path inner = folder.path() / std::to_string(mask);
    create_folder(inner);
    replace_file(inner / "f", "x");
    ::umask(before);
    struct stat made {};
    struct stat file {};
    ::stat(inner.c_str(), &made);
    ::stat((inner / "f").c_str(), &file);
    return std::pair(made.st_mode & 07777U, file.st_mode & 07777U);
  };
  EXPECT_EQ(modes_under(022), std::pair(0755U, 0644U));
  EXPECT_EQ(modes_under(077), std::pair(0700U, 0600U));
}

TEST(WriteFileSynced, RefusesAFileThatIsThere) {
  const TemporaryFolder folder;
  const auto file = folder.write("f", "old");
  EXPECT_THAT(message_of<Error>([&] { write_file_synced(file, "new"); }),
              HasSubstr("f: cannot be created: File exists"));
  EXPECT_EQ(folder.read("f"), "old");
}

TEST(AppendToFile, WritesBehindWhatIsThere) {
  const TemporaryFolder folder;
  append_to_file(folder.path() / "f", "one\n");
  most_bytes_at_once = 3;
  append_to_file(folder.path() / "f", "another\n");
  most_bytes_at_once = SIZE_MAX;
  EXPECT_EQ(folder.read("f"), "one\nanother\n");
}

TEST(AppendToFile, GivesTheReasonIfItCannot) {
  EXPECT_THAT(message_of<Error>([] { append_to_file("/dev/full", "line\n"); }),
              HasSubstr("/dev/full: writing failed: No space left on device: it needs 5 bytes"));
  EXPECT_THAT(message_of<Error>([] { append_to_file("/proc/nowhere/f", "line\n"); }),
              HasSubstr("/proc/nowhere/f: cannot be opened: No such file or directory"));
}

// Rows: C7
TEST(CreateFolder, MakesOneAndNotThoseAroundIt) {
  const TemporaryFolder folder;
  create_folder(folder.path() / "a");
  EXPECT_TRUE(std::filesystem::is_directory(folder.path() / "a"));
  EXPECT_THAT(message_of<Error>([&] { create_folder(folder.path() / "b/c"); }),
              HasSubstr("b/c: the folder cannot be created: No such file or directory"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "b"));
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
