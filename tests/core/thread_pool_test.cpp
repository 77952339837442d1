#include "core/thread_pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <vector>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

class ThreadPoolOf : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Threads, ThreadPoolOf, testing::Values(1, 2, 3, 4));

TEST_P(ThreadPoolOf, RunsEachItemOnce) {
  ThreadPool pool(GetParam());
  EXPECT_EQ(pool.threads(), GetParam());
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{3}, std::size_t{1'000}}) {
    std::vector<std::atomic<int>> runs(count);
    pool.run(count, [&](std::size_t i) { ++runs[i]; });
    for (const auto& times : runs) EXPECT_EQ(times, 1);
  }
}

TEST_P(ThreadPoolOf, WaitsForAllItemsOfManyShortLoops) {
  ThreadPool pool(GetParam());
  for (int loop = 0; loop < 2'000; ++loop) {
    std::atomic<int> done = 0;
    pool.run(3, [&](std::size_t) { ++done; });
    ASSERT_EQ(done, 3);
  }
}

TEST_P(ThreadPoolOf, RethrowsAnExceptionAndLeavesOutTheRest) {
  ThreadPool pool(GetParam());
  std::atomic<int> begun = 0;
  const auto fail = [&](std::size_t) {
    ++begun;
    throw std::runtime_error("item failed");
  };
  EXPECT_EQ(message_of<std::runtime_error>([&] { pool.run(1'000, fail); }), "item failed");
  EXPECT_LE(begun, GetParam());
}

TEST_P(ThreadPoolOf, WorksOnAfterAnException) {
  ThreadPool pool(GetParam());
  EXPECT_THROW(pool.run(2, [](std::size_t) { throw std::runtime_error("x"); }), std::runtime_error);
  std::atomic<std::size_t> sum = 0;
  pool.run(101, [&](std::size_t i) { sum += i; });
  EXPECT_EQ(sum, 5050u);
}

#if !defined(__SANITIZE_ADDRESS__)  // which needs the memory that this test takes away
TEST(ThreadPool, SaysThatTheSystemHasNoMoreThreads) {
  const auto ask_for_too_many = [] {
    const rlimit limit{rlim_t{1} << 30, rlim_t{1} << 30};  // a stack of 8 MiB each: about 100 threads
    setrlimit(RLIMIT_AS, &limit);
    try {
      ThreadPool pool(5'000);
    } catch (const Error& error) {
      std::exit(std::string_view(error.what()).starts_with("threads: expected 5000") ? 0 : 1);
    }
    std::exit(2);
  };
  EXPECT_EXIT(ask_for_too_many(), testing::ExitedWithCode(0), "");
}
#endif

TEST(AvailableCores, IsAtLeastOne) { EXPECT_GE(available_cores(), 1); }

}  // namespace
}  // namespace sentiment
