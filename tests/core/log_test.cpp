#include "core/log.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <functional>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

constexpr const char* kHostile = "a\n[critical] fake\r\x1b]0;t\a\x1b[2J\xc2\x9b\u2028\u202e\x9b\x7f{0}%s%n";
constexpr const char* kHarmless =
    "a\\n[critical] fake\\r\\x1b]0;t\\x07\\x1b[2J\\u{9b}\\u{2028}\\u{202e}\\x9b\\x7f{0}%s%n";

class Log : public testing::Test {
 protected:
  ~Log() override {
    close_log_file();
    set_log_level(LogLevel::kNormal);
  }

  static std::string stderr_of(const std::function<void()>& action) {
    testing::internal::CaptureStderr();
    action();
    return testing::internal::GetCapturedStderr();
  }

  std::filesystem::path file() const { return folder_.path() / "run.log"; }

  TemporaryFolder folder_;
};

// Rows: H1 H2
TEST_F(Log, WritesWhateverItIsGivenAsOneLine) {
  set_log_level(LogLevel::kVerbose);
  const std::string line = std::string(kHarmless) + "\n";
  EXPECT_EQ(stderr_of([] { log_debug(kHostile); }), line);
  EXPECT_EQ(stderr_of([] { log_info(kHostile); }), line);
  EXPECT_EQ(stderr_of([] { log_warning(kHostile); }), "warning: " + line);
  EXPECT_EQ(stderr_of([] { log_error(kHostile); }), "error: " + line);
}

// Rows: H1 H2
TEST_F(Log, WritesOneLineIntoTheFileToo) {
  open_log_file(file());
  stderr_of([] {
    log_info(kHostile);
    log_warning(kHostile);
    log_error("{:>99999999}");
  });
  std::istringstream lines(folder_.read("run.log"));
  std::string line;
  std::getline(lines, line);
  EXPECT_THAT(line, EndsWith(std::string(" info ") + kHarmless));
  EXPECT_THAT(line.substr(0, line.find(" info")), MatchesRegex("[-0-9]+T[0-9:.]+"));
  std::getline(lines, line);
  EXPECT_THAT(line, EndsWith(std::string(" warning ") + kHarmless));
  std::getline(lines, line);
  EXPECT_THAT(line, EndsWith(" error {:>99999999}"));
  EXPECT_FALSE(std::getline(lines, line));
}

TEST_F(Log, LeavesOutWhatTheLevelLeavesOut) {
  const auto all = [] {
    log_debug("d");
    log_info("i");
    log_warning("w");
    log_error("e");
  };
  open_log_file(file());
  set_log_level(LogLevel::kQuiet);
  EXPECT_EQ(stderr_of(all), "warning: w\nerror: e\n");
  set_log_level(LogLevel::kNormal);
  EXPECT_EQ(stderr_of(all), "i\nwarning: w\nerror: e\n");
  set_log_level(LogLevel::kVerbose);
  EXPECT_EQ(stderr_of(all), "d\ni\nwarning: w\nerror: e\n");
  const std::string log = folder_.read("run.log");
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 9);  // three times all but the details
}

// Rows: H4
TEST_F(Log, KeepsTheLastLineOfAProcessThatIsKilled) {
  EXPECT_EXIT(
      {
        open_log_file(file());
        log_info("step 7");
        std::raise(SIGKILL);
      },
      testing::KilledBySignal(SIGKILL), "step 7");
  EXPECT_THAT(folder_.read("run.log"), EndsWith(" info step 7\n"));
}

// Rows: H3
TEST_F(Log, SaysOnceThatTheFileCannotBeWritten) {
  const std::filesystem::path hostile = folder_.path() / "a\n\x1b[2J.log";
  std::filesystem::create_symlink("/dev/full", hostile);
  open_log_file(hostile);
  const std::string lines = stderr_of([] {
    log_info("one");
    log_info("two");
  });
  EXPECT_THAT(lines, StartsWith("one\nwarning: "));
  EXPECT_THAT(lines, HasSubstr("a\\n\\x1b[2J.log"));
  EXPECT_THAT(lines, EndsWith("; the log file lacks lines from here on\ntwo\n"));
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 3);
}

TEST_F(Log, SaysWhyTheFileCannotBeOpened) {
  EXPECT_THAT(message_of<Error>([&] { open_log_file(folder_.path()); }),
              HasSubstr("the log cannot be opened"));
}

// Rows: I1
TEST_F(Log, HasALineForMemoryThatHasRunOut) {
  open_log_file(file());
  EXPECT_THAT(stderr_of([] { log_out_of_memory(); }), StartsWith("error: out of memory: "));
  EXPECT_THAT(folder_.read("run.log"), HasSubstr(" error out of memory: "));
}

}  // namespace
}  // namespace sentiment
