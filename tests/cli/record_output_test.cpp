#include "cli/record_output.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <streambuf>
#include <thread>

namespace sentiment {
namespace {

/// Standard error, one byte at a time; a signal comes after the fifth.
class InterruptedBuffer : public std::streambuf {
 public:
  explicit InterruptedBuffer(int signal, int again = 0) : signal_(signal), again_(again) {}

 private:
  int overflow(int c) override {
    std::cerr.put(static_cast<char>(c));
    if (++written_ == 5) std::raise(signal_);
    if (written_ == 7 && again_ != 0) std::raise(again_);
    return c;
  }

  int signal_;
  int again_;
  int written_ = 0;
};

// Each in a process of its own, which ends by the signal. Rows: G7

TEST(RecordOutput, EndsAfterTheRecordsThatAreBeingWritten) {
  for (const int signal : {SIGINT, SIGTERM}) {
    EXPECT_EXIT(
        {
          InterruptedBuffer buffer(signal);
          std::ostream out(&buffer);
          RecordOutput(out).write("pos 0.75\nneg 0.75\n");
          std::cerr << "went on";
        },
        testing::KilledBySignal(signal), "^pos 0.75\nneg 0.75\n$");
  }
}

TEST(RecordOutput, EndsAtOnceBetweenRecordsAndAtASecondSignal) {
  EXPECT_EXIT(
      {
        RecordOutput output(std::cerr);
        output.write("one\n");
        std::raise(SIGINT);
        output.write("two\n");
      },
      testing::KilledBySignal(SIGINT), "^one\n$");
  EXPECT_EXIT(
      {
        InterruptedBuffer buffer(SIGINT, SIGTERM);
        std::ostream out(&buffer);
        RecordOutput(out).write("pos 0.75\nneg 0.75\n");
      },
      testing::KilledBySignal(SIGTERM), "^pos 0.7$");
}

TEST(RecordOutput, EndsByASignalThatAnotherThreadGot) {
  EXPECT_EXIT(
      {
        RecordOutput output(std::cerr);
        std::thread([] { std::raise(SIGTERM); }).join();
        output.write("went on\n");
        std::exit(0);
      },
      testing::KilledBySignal(SIGTERM), "");
}

TEST(RecordOutput, LeavesIgnoredSignalsIgnored) {
  EXPECT_EXIT(
      {
        std::signal(SIGINT, SIG_IGN);
        RecordOutput output(std::cerr);
        std::raise(SIGINT);
        output.write("went on\n");
        std::exit(0);
      },
      testing::ExitedWithCode(0), "^went on\n$");
}

/// Nobody reads any more when the signal has come.
class ClosedBuffer : public std::streambuf {
  int overflow(int) override {
    std::raise(SIGTERM);
    return traits_type::eof();
  }
};

TEST(RecordOutput, EndsByTheSignalAlsoIfTheRecordsCouldNotBeWritten) {
  EXPECT_EXIT(
      {
        ClosedBuffer buffer;
        std::ostream out(&buffer);
        RecordOutput(out).write("pos 0.75\n");
      },
      testing::KilledBySignal(SIGTERM), "");
}

TEST(RecordOutput, PassesRecordsOn) {
  std::ostringstream out;
  RecordOutput output(out);
  output.write("one\n");
  output.write("");
  EXPECT_EQ(out.str(), "one\n");
}

}  // namespace
}  // namespace sentiment
