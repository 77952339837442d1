#include "json/settings.h"

#include <gtest/gtest.h>

namespace sentiment {
namespace {

TEST(Settings, DescribeRanges) {
  EXPECT_EQ(describe(any_number()), "any");
  EXPECT_EQ(describe(at_least(1)), "at least 1");
  EXPECT_EQ(describe(above(0)), "above 0");
  EXPECT_EQ(describe(between(0, 0.5)), "in [0, 0.5]");
  EXPECT_EQ(describe(from_below(0, 1)), "in [0, 1)");
  EXPECT_EQ(describe(inside(0, 1)), "in (0, 1)");
  EXPECT_EQ(describe(Range{.high = 3}), "at most 3");
  EXPECT_EQ(describe(between(1, 100'000)), "in [1, 100000]");
}

TEST(Settings, DescribeTypes) {
  bool flag = false;
  std::optional<double> number;
  std::optional<std::vector<std::string>> texts;
  EXPECT_EQ(describe_type(&flag), "true or false");
  EXPECT_EQ(describe_type(&number), "a number or null");
  EXPECT_EQ(describe_type(&texts), "a list of strings or null");
  EXPECT_EQ(describe_type(ChoiceTarget{{"lstm", "gru"}, {}, {}}), "one of \"lstm\", \"gru\"");
}

}  // namespace
}  // namespace sentiment
