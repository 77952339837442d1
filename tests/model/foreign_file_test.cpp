#include "model/foreign_file.h"

#include <gtest/gtest.h>

namespace sentiment {
namespace {

TEST(ForeignFile, KnowsPagesInAnyCase) {
  EXPECT_EQ(foreign_format("<!DocType HTML>"), "an HTML page");
  EXPECT_EQ(foreign_format("<HTML><head>"), "an HTML page");
}

TEST(ForeignFile, KnowsAPointerToALargeFile) {
  EXPECT_EQ(foreign_format("version https://git-lfs.github.com/spec/v1\noid"),
            "a Git LFS pointer (`git lfs pull` fetches the file itself)");
}

TEST(ForeignFile, DoesNotGuess) {
  EXPECT_EQ(foreign_format(""), "");
  EXPECT_EQ(foreign_format("P"), "");
  EXPECT_EQ(foreign_format("PKZIP"), "");
  EXPECT_EQ(foreign_format("a review"), "");
}

}  // namespace
}  // namespace sentiment
