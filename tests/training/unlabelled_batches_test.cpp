#include "training/unlabelled_batches.h"

#include <gtest/gtest.h>

#include <set>

namespace sentiment {
namespace {

TEST(UnlabelledBatches, GivesEachTextOnceInEachPass) {
  UnlabelledBatches batches(std::vector<int64_t>(10, 3), 4, 7);
  std::vector<std::vector<int64_t>> orders;
  for (int64_t pass = 0; pass < 2; ++pass) {
    orders.emplace_back();
    for (int64_t step = 0; step < 3; ++step) {
      const std::vector<int64_t>& rows = batches.rows(3 * pass + step);
      orders.back().insert(orders.back().end(), rows.begin(), rows.end());
    }
    EXPECT_EQ(std::set<int64_t>(orders.back().begin(), orders.back().end()).size(), 10u);
  }
  EXPECT_NE(orders[0], orders[1]);
}

TEST(UnlabelledBatches, AreAFunctionOfSeedAndStep) {
  const std::vector<int64_t> lengths(50, 3);
  UnlabelledBatches batches(lengths, 4, 7);
  const std::vector<int64_t> later = batches.rows(30);
  const std::vector<int64_t> first = batches.rows(0);
  EXPECT_EQ(batches.rows(30), later);
  EXPECT_EQ(UnlabelledBatches(lengths, 4, 7).rows(0), first);
  EXPECT_NE(UnlabelledBatches(lengths, 4, 8).rows(0), first);
}

}  // namespace
}  // namespace sentiment
