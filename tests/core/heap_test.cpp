#include "core/heap.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdint>
#include <vector>

namespace sentiment {
namespace {

TEST(LargeHeap, IsMadeOnce) {
  start_large_heap();
  const void* const end = ::sbrk(0);
  start_large_heap();
  EXPECT_EQ(::sbrk(0), end);
}

TEST(LargeHeap, HoldsBlocksOfAnySize) {
  start_large_heap();
  for (const std::size_t size : {1U, 100'000U, 3U << 20, 40U << 20}) {
    const std::vector<char> block(size, 'x');
    EXPECT_EQ(block.front() + block.back(), 2 * 'x');
  }
}

TEST(ExpectToFill, TakesAnyRange) {
  std::vector<char> bytes(10'000'000);
  expect_to_fill(bytes.data(), bytes.size());
  expect_to_fill(bytes.data() + 1, 1);
  expect_to_fill(nullptr, 0);
  bytes.assign(bytes.size(), 'x');
  EXPECT_EQ(bytes.back(), 'x');
}

}  // namespace
}  // namespace sentiment
