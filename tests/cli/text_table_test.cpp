#include "cli/text_table.h"

#include <gtest/gtest.h>

namespace sentiment {
namespace {

TEST(TextTable, AlignsNamesLeftAndNumbersRight) {
  EXPECT_EQ(text_table({{"label", "support"}, {"pos", "7"}}),
            "label  support\n"
            "pos          7\n");
}

TEST(TextTable, AlignsAsManyColumnsLeftAsAsked) {
  EXPECT_EQ(text_table({{"a", "long"}, {"bb", "x"}}, 2), "a   long\nbb  x\n");
}

TEST(TextTable, CountsCodePointsAndKeepsLinesWhole) {
  EXPECT_EQ(text_table({{"é", "1"}, {"ab", "2"}}), "é   1\nab  2\n");
  EXPECT_EQ(text_table({{"a\nb", "1"}}), "a\\nb  1\n");
}

TEST(TextTable, MakesNothingOfNothing) { EXPECT_EQ(text_table({}), ""); }

}  // namespace
}  // namespace sentiment
