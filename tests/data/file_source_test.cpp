#include "data/file_source.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <thread>

#include "core/error.h"
#include "data/memory_source.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

class Pipe {
 public:
  Pipe() {
    if (::pipe(ends_.data()) != 0) ADD_FAILURE() << "no pipe";
  }
  ~Pipe() {
    ::close(ends_[0]);
    close_writing();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int reading() const { return ends_[0]; }
  void write(const std::string& bytes) const {
    EXPECT_EQ(::write(ends_[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }
  void close_writing() {
    if (ends_[1] >= 0) ::close(std::exchange(ends_[1], -1));
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

std::string read_once(ByteSource& source) {
  std::string piece(1000, '\0');
  piece.resize(source.read(piece));
  return piece;
}

TEST(DescriptorSource, GivesWhatIsThereWithoutWaitingForMore) {
  Pipe pipe;
  DescriptorSource source(pipe.reading(), "-");
  pipe.write("first");
  EXPECT_EQ(read_once(source), "first");
  pipe.write("second");
  EXPECT_EQ(read_once(source), "second");
  pipe.close_writing();
  EXPECT_EQ(read_once(source), "");
  EXPECT_EQ(read_once(source), "");
}

TEST(DescriptorSource, WaitsOnADescriptorThatDoesNotBlock) {
  Pipe pipe;
  ASSERT_EQ(::fcntl(pipe.reading(), F_SETFL, O_NONBLOCK), 0);
  DescriptorSource source(pipe.reading(), "-");
  std::thread writer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    pipe.write("late");
  });
  EXPECT_EQ(read_once(source), "late");
  writer.join();
}

TEST(DescriptorSource, GoesOnAfterASignal) {
  struct sigaction quiet {};
  quiet.sa_handler = [](int) {};  // without SA_RESTART: read(2) returns EINTR
  struct sigaction before {};
  ASSERT_EQ(::sigaction(SIGUSR1, &quiet, &before), 0);
  Pipe pipe;
  DescriptorSource source(pipe.reading(), "-");
  const pthread_t reader = ::pthread_self();
  std::thread writer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    ::pthread_kill(reader, SIGUSR1);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    pipe.write("after");
  });
  EXPECT_EQ(read_once(source), "after");
  writer.join();
  ::sigaction(SIGUSR1, &before, nullptr);
}

TEST(DescriptorSource, ReportsWhatCannotBeRead) {
  DescriptorSource source(-1, "standard input");
  EXPECT_EQ(message_of<Error>([&] { read_once(source); }),
            "standard input: reading failed: Bad file descriptor");
}

TEST(FileSource, GivesTheBytesOfAFile) {
  const TemporaryFolder folder;
  const std::string bytes("a\0b\xFF\n", 5);
  EXPECT_EQ(read_all(*open_file(folder.write("a", bytes))), bytes);
}

TEST(FileSource, RefusesWhatIsNotThereOrIsAFolder) {
  const TemporaryFolder folder;
  const std::string path = folder.path().native();
  EXPECT_EQ(message_of<Error>([&] { open_file(path + "/none"); }), path + "/none: no such file or folder");
  EXPECT_EQ(message_of<Error>([&] { open_file(path); }), path + ": expected a file, found a folder");
}

}  // namespace
}  // namespace sentiment
