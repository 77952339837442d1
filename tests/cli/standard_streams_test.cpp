#include "cli/standard_streams.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

TEST(StandardStreams, WritesResults) {
  std::ostringstream out;
  write_results(out, "one\n");
  write_results(out, "");
  EXPECT_EQ(out.str(), "one\n");
}

TEST(StandardStreams, SaysWhyResultsWereLost) {
  std::ofstream out("/dev/full");
  EXPECT_EQ(message_of<Error>([&] { write_results(out, "one\n"); }),
            "standard output: the results could not be written: No space left on device");
}

// Rows: G4 G6
TEST(StandardStreams, KeepsFilesOfOursOffClosedDescriptors) {
  const auto check = [] {
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::close(descriptor);
    open_closed_descriptors();
    const bool opens_above = ::open("/dev/null", O_RDONLY) > STDERR_FILENO;
    char byte = 0;
    const bool cannot_read = ::read(STDIN_FILENO, &byte, 1) == -1 && errno == EBADF;
    const bool cannot_write = ::write(STDOUT_FILENO, &byte, 1) == -1 && errno == EBADF;
    const bool can_report = ::write(STDERR_FILENO, &byte, 1) == 1;
    std::_Exit(opens_above && cannot_read && cannot_write && can_report ? 0 : 1);
  };
  EXPECT_EXIT(check(), testing::ExitedWithCode(0), "");
}

TEST(StandardStreams, TellsAClosedPipeFromAFailure) {
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  {
    std::ofstream out("/dev/fd/" + std::to_string(ends[1]));
    ::close(ends[0]);
    EXPECT_THROW(write_results(out, "one\n"), ClosedPipe);
  }  // tries once more to write what it holds, while the signal is ignored
  ::close(ends[1]);
  std::signal(SIGPIPE, before);
}

}  // namespace
}  // namespace sentiment
