#include "kernels/shared_stages.h"

#include <gmock/gmock.h>

#include <thread>
#include <vector>

namespace sentiment {
namespace {

using testing::ElementsAre;

TEST(SharedStages, OneThreadDoesAllPartsInTurnItsOwnFirst) {
  SharedStages stages(3);
  std::vector<int64_t> done;
  for (int64_t stage = 0; stage < 2; ++stage)
    stages.run(stage, 1, 0, [&](int64_t part) { done.push_back(10 * stage + part); });
  EXPECT_THAT(done, ElementsAre(1, 0, 2, 11, 10, 12));
}

TEST(SharedStages, WhoComesLateFindsTheWorkDone) {
  SharedStages stages(2);
  for (int64_t stage = 0; stage < 5; ++stage) stages.run(stage, 0, 0, [](int64_t) {});
  for (int64_t stage = 0; stage < 5; ++stage)
    stages.run(stage, 1, 0, [](int64_t part) { FAIL() << "part " << part << " is done twice"; });
}

TEST(SharedStages, EachPartIsDoneOnceAndAfterTheStageBefore) {
  // Every part of a stage adds up what all parts of the stage before left: without waiting, some would miss
  // it. More threads than cores make them come in any order.
  constexpr int64_t kParts = 5;
  constexpr int64_t kStages = 2000;
  SharedStages stages(kParts);
  std::vector<std::vector<int64_t>> counts(kStages + 1, std::vector<int64_t>(kParts, 0));
  counts[0].assign(kParts, 1);
  const auto member = [&](int64_t own) {
    for (int64_t stage = 0; stage < kStages; ++stage) {
      stages.run(stage, own, static_cast<int>(stage % 3) * 20, [&](int64_t part) {
        int64_t sum = 0;
        for (const int64_t before : counts[static_cast<std::size_t>(stage)]) sum += before;
        counts[static_cast<std::size_t>(stage) + 1][static_cast<std::size_t>(part)] += sum % 1000 + part;
      });
    }
  };
  std::vector<std::thread> threads;
  for (int64_t own = 0; own < kParts; ++own) threads.emplace_back(member, own);
  for (std::thread& thread : threads) thread.join();

  std::vector<int64_t> expected(kParts, 1);
  for (int64_t stage = 0; stage < kStages; ++stage) {
    int64_t sum = 0;
    for (const int64_t before : expected) sum += before;
    for (int64_t part = 0; part < kParts; ++part)
      expected[static_cast<std::size_t>(part)] = sum % 1000 + part;
  }
  EXPECT_EQ(counts.back(), expected);
}

}  // namespace
}  // namespace sentiment
