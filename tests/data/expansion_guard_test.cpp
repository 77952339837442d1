#include "data/expansion_guard.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

// Rows: E14
TEST(ExpansionGuard, LetsSixtyFourMegabytesOutOfAnything) {
  ExpansionGuard guard("reviews\n.gz");
  EXPECT_NO_THROW(guard.add(64 << 20, 10));
  EXPECT_EQ(
      message_of<Error>([&] { guard.add(1, 10); }),
      "reviews\\n.gz: expected data that unpacks to at most 200 times its size, found 64 MB from 10 bytes; "
      "unpack it yourself if it is what you take it for");
}

TEST(ExpansionGuard, LetsTwoHundredTimesOfWhatWasReadOut) {
  ExpansionGuard guard("reviews.gz");
  EXPECT_NO_THROW(guard.add(200 << 20, 1 << 20));
  EXPECT_NO_THROW(guard.add(200, (1 << 20) + 1));
  EXPECT_THROW(guard.add(200, (1 << 20) + 1), Error);
}

}  // namespace
}  // namespace sentiment
