#include "cli/output_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <array>
#include <filesystem>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class OutputFile : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  std::string link(const std::string& name, const std::string& target) const {
    std::filesystem::create_symlink(target, folder_.path() / name);
    return path(name);
  }

  /// A node like /dev/null (3) or /dev/full (7); false if it cannot be made or used here.
  bool make_device(const std::string& name, unsigned number) const {
    if (::mknod(path(name).c_str(), S_IFCHR | 0600, ::makedev(1, number)) != 0) return false;
    const int descriptor = ::open(path(name).c_str(), O_WRONLY);
    if (descriptor >= 0) ::close(descriptor);
    return descriptor >= 0;
  }

  TemporaryFolder folder_;
};

TEST_F(OutputFile, ReplacesAFileWhole) {
  folder_.write("out.json", "something longer than what comes");
  expect_writable("--json", path("out.json"));
  write_output_file(path("out.json"), "new\n");
  write_output_file(path("first.json"), "first\n");
  EXPECT_EQ(folder_.read("out.json"), "new\n");
  EXPECT_EQ(folder_.read("first.json"), "first\n");
}

TEST_F(OutputFile, ReplacesTheFileBehindALink) {
  folder_.write("real.json", "old");
  const std::string out = link("out.json", path("real.json"));
  expect_writable("--json", out);
  write_output_file(out, "new\n");
  EXPECT_TRUE(std::filesystem::is_symlink(out));
  EXPECT_EQ(folder_.read("real.json"), "new\n");
}

// The devices are nodes of this folder, not those of the machine: replaced by mistake, they are missed by
// nobody.

TEST_F(OutputFile, WritesToADeviceAndLeavesItADevice) {
  if (!make_device("null", 3)) GTEST_SKIP() << "this user or folder may have no devices";
  expect_writable("--json", path("null"));
  write_output_file(path("null"), "lost\n");
  EXPECT_TRUE(std::filesystem::is_character_file(path("null")));
}

TEST_F(OutputFile, ReportsADeviceThatIsFull) {
  if (!make_device("full", 7)) GTEST_SKIP() << "this user or folder may have no devices";
  EXPECT_THAT(message_of<Error>([&] { write_output_file(path("full"), "x"); }),
              EndsWith("full: writing failed: No space left on device"));
}

TEST_F(OutputFile, WritesToWhoeverReadsAPipe) {
  const std::string pipe = path("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  expect_writable("--json", pipe);
  const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  write_output_file(pipe, "some bytes\n");
  std::array<char, 64> received{};
  EXPECT_EQ(::read(reader, received.data(), received.size()), 11);
  ::close(reader);
  EXPECT_STREQ(received.data(), "some bytes\n");
  EXPECT_TRUE(std::filesystem::is_fifo(pipe));
}

TEST_F(OutputFile, RefusesBeforehandWhatCannotBecomeAFile) {
  EXPECT_NO_THROW(expect_writable("--json", std::nullopt));
  for (const std::string& bad :
       {std::string(), path("nowhere/x.json"), path(""), link("dangling", path("gone.json"))}) {
    EXPECT_THAT(message_of<ConfigError>([&] { expect_writable("--json", bad); }),
                StartsWith("--json: expected a file in an existing folder, found "));
  }
}

TEST_F(OutputFile, RefusesTheFileThatStandardOutputGoesTo) {
  const std::string out = folder_.write("out.txt", "").string();
  const int before = ::dup(STDOUT_FILENO);
  const int file = ::open(out.c_str(), O_WRONLY);
  ::dup2(file, STDOUT_FILENO);
  const std::string message = message_of<ConfigError>([&] { expect_writable("--json", out); });
  ::dup2(before, STDOUT_FILENO);
  ::close(file);
  ::close(before);
  EXPECT_THAT(message, HasSubstr("which is standard output"));
}

}  // namespace
}  // namespace sentiment
