#include "inference/chunks.h"

#include <gmock/gmock.h>

namespace sentiment {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(Chunks, HaveTheLongestTextsFirst) {
  EXPECT_THAT(chunks_of({3, 9, 5, 1, 7, 5}, 1, 1000),
              ElementsAre(ElementsAre(1, 4, 2, 5), ElementsAre(0, 3)));
}

TEST(Chunks, AreAsLargeAsTheNumberOfTextsAllows) {
  const auto first = [](std::size_t texts, int threads) {
    return chunks_of(std::vector<std::size_t>(texts, 9), threads, 1000).front().size();
  };
  EXPECT_EQ(first(1, 2), 1u);
  EXPECT_EQ(first(4, 2), 2u);  // one for each thread
  EXPECT_EQ(first(8, 2), 4u);
  EXPECT_EQ(first(32, 2), 4u);  // four for each thread, which evens them out
  EXPECT_EQ(first(64, 2), 8u);
  EXPECT_EQ(first(1000, 2), 16u);
  EXPECT_EQ(first(32, 1), 8u);
}

TEST(Chunks, HaveNoMoreTokensThanAllowed) {
  EXPECT_THAT(chunks_of({30, 30, 30, 30, 10, 10, 10, 10}, 1, 70),
              ElementsAre(SizeIs(2), SizeIs(3), SizeIs(3)));
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
