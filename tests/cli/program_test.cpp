#include "cli/program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <new>
#include <stdexcept>
#include <string>
#include <system_error>

#include "cli/standard_streams.h"
#include "core/error.h"
#include "core/files.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

struct Ending {
  int status;
  std::string lines;  // on standard error
};

Ending run_and_capture(const std::function<int()>& body) {
  testing::internal::CaptureStderr();
  const int status = run_program(body);
  return {status, testing::internal::GetCapturedStderr()};
}

TEST(Program, PassesTheStatusOn) {
  const Ending ending = run_and_capture([] { return 3; });
  EXPECT_EQ(ending.status, 3);
  EXPECT_EQ(ending.lines, "");
}

TEST(Program, ReportsEveryProblemOfTheConfig) {
  const Ending ending = run_and_capture([]() -> int {
    throw ConfigError(std::vector<std::string>{"a: bad", "b: worse"});
  });
  EXPECT_EQ(ending.status, 2);
  EXPECT_EQ(ending.lines, "error: a: bad\nerror: b: worse\n");
}

TEST(Program, ReportsErrorsInOneLine) {
  const Ending ending = run_and_capture([]() -> int { throw DataError("x.csv:2: \"a\nb\""); });
  EXPECT_EQ(ending.status, 1);
  EXPECT_EQ(ending.lines, "error: x.csv:2: \"a\\nb\"\n");
}

TEST(Program, SurvivesWhatTheLibraryThrows) {
  EXPECT_EQ(run_and_capture([]() -> int { throw std::bad_alloc(); }).lines.substr(0, 21),
            "error: out of memory:");
  EXPECT_EQ(run_and_capture([]() -> int { throw std::logic_error("no such tensor"); }).lines,
            "error: internal: no such tensor; please report it\n");
  EXPECT_EQ(run_and_capture([]() -> int { throw 5; }).status, 1);
  const Ending thread = run_and_capture([]() -> int {
    throw std::system_error(std::make_error_code(std::errc::too_many_files_open), "thread");
  });
  EXPECT_EQ(thread.status, 1);
  EXPECT_EQ(thread.lines, "error: thread: Too many open files\n");
}

// Rows: I1
TEST(Program, ReportsMemoryThatRunsOutWhileAnErrorIsReported) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "the sanitizer ends a process that has no memory left";
#endif
  const auto fail = []() -> int {
    const DataError error(std::string(std::size_t{64} << 20, 'x'));  // its line needs as much again
    const rlimit limit{.rlim_cur = 1, .rlim_max = 1};
    ::setrlimit(RLIMIT_AS, &limit);
    throw error;
  };
  EXPECT_EXIT(std::exit(run_program(fail)), testing::ExitedWithCode(1), "^error: out of memory: [ -~]*\n$");
}

// Rows: I4
TEST(Program, ReportsAFileThatMayNotGrow) {
  const TemporaryFolder folder;
  const auto write = [&] {
    const rlimit limit{.rlim_cur = 1 << 20, .rlim_max = 1 << 20};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    return run_program([&] {
      replace_file(folder.path() / "out", std::string(std::size_t{2} << 20, 'x'));
      return kSuccess;
    });
  };
  EXPECT_EXIT(std::exit(write()), testing::ExitedWithCode(1), "^error: .*File too large");
}

// Rows: G4
TEST(Program, ReportsResultsThatAreLostAtItsEnd) {
  const auto write = [] {
    ::dup2(::open("/dev/full", O_WRONLY), STDOUT_FILENO);
    return run_program([] {
      std::cout << "one\n";  // held back until the end
      return kSuccess;
    });
  };
  EXPECT_EXIT(std::exit(write()), testing::ExitedWithCode(1),
              "^error: standard output: the results could not be written: No space left on device\n$");
}

TEST(Program, EndsQuietlyWhenNobodyReads) {
  const Ending ending = run_and_capture([]() -> int { throw ClosedPipe(); });
  EXPECT_EQ(ending.status, 0);
  EXPECT_EQ(ending.lines, "");
}

}  // namespace
}  // namespace sentiment
