#include "inference/chunks.h"

#include <gmock/gmock.h>

namespace sentiment {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(Chunks, HaveTheLongestTextsFirst) {
  EXPECT_THAT(chunks_of({3, 9, 5, 1, 7, 5, 2}, 1, 1000),
              ElementsAre(ElementsAre(1, 4, 2, 5), ElementsAre(0, 6, 3)));
}

std::vector<std::size_t> sizes(std::size_t texts, int threads) {
  std::vector<std::size_t> result;
  for (const auto& chunk : chunks_of(std::vector<std::size_t>(texts, 9), threads, 1000))
    result.push_back(chunk.size());
  return result;
}

TEST(Chunks, GiveEachThreadTheSame) {
  EXPECT_THAT(sizes(1, 2), ElementsAre(1));
  EXPECT_THAT(sizes(3, 2), ElementsAre(2, 1));
  EXPECT_THAT(sizes(12, 2), ElementsAre(6, 6));
  EXPECT_THAT(sizes(14, 2), ElementsAre(4, 3, 4, 3));
  EXPECT_THAT(sizes(32, 2), ElementsAre(6, 5, 5, 6, 5, 5));
  EXPECT_THAT(sizes(32, 1), ElementsAre(8, 8, 8, 8));
}

TEST(Chunks, HaveAtMostTwelveTexts) {
  EXPECT_THAT(sizes(1200, 2), AllOf(SizeIs(100), Each(12)));
  EXPECT_THAT(sizes(1201, 2), AllOf(SizeIs(102), Each(AnyOf(11, 12))));
}

TEST(Chunks, HaveNoMoreTokensThanAllowed) {
  EXPECT_THAT(chunks_of({30, 30, 30, 10, 10, 10}, 1, 70),
              ElementsAre(ElementsAre(0, 1), ElementsAre(2, 3, 4, 5)));
}

TEST(Chunks, GiveATextThatIsTooLongAChunkOfItsOwn) {
  EXPECT_THAT(chunks_of({5, 100, 5}, 1, 20), ElementsAre(ElementsAre(1), ElementsAre(0, 2)));
}

TEST(Chunks, OfNothingAreNone) { EXPECT_THAT(chunks_of({}, 4, 100), IsEmpty()); }

TEST(Chunks, TakeTextsWithoutTokensToo) {
  EXPECT_THAT(chunks_of({0, 0, 2}, 2, 100), ElementsAre(ElementsAre(2, 0), ElementsAre(1)));
}

}  // namespace
}  // namespace sentiment
