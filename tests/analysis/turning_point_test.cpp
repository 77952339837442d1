#include "analysis/turning_point.h"

#include <gtest/gtest.h>

namespace sentiment {
namespace {

Explanation reading_of(std::vector<std::string> tokens, std::vector<double> running) {
  Explanation explanation;
  explanation.tokens = std::move(tokens);
  explanation.running_probability = std::move(running);
  return explanation;
}

TEST(TurningPoint, IsTheTokenThatChangesMost) {
  const Explanation explanation = reading_of({"a", "good", "not", "so"}, {0.5, 0.93, 0.21, 0.3});
  const auto turn = turning_point(explanation);
  ASSERT_TRUE(turn);
  EXPECT_EQ(turn->token, 2u);
  EXPECT_EQ(sentence_of(*turn, explanation, "pos"), "after \"not\" pos falls from 0.93 to 0.21");
}

TEST(TurningPoint, SaysWhenItRises) {
  const Explanation explanation = reading_of({"not", "bad"}, {0.1, 0.8});
  EXPECT_EQ(sentence_of(*turning_point(explanation), explanation, "p\x1b"),
            "after \"bad\" p\\x1b rises from 0.10 to 0.80");
}

TEST(TurningPoint, FollowsABackwardReading) {
  Explanation explanation = reading_of({"not", "so", "good"}, {0.2, 0.9, 0.6});
  explanation.read_backward = true;
  const auto turn = turning_point(explanation);
  ASSERT_TRUE(turn);
  EXPECT_EQ(turn->token, 0u);
  EXPECT_EQ(turn->before, 0.9);
  EXPECT_EQ(turn->after, 0.2);
}

TEST(TurningPoint, IsNoneWhereNothingTurns) {
  EXPECT_FALSE(turning_point(reading_of({"a", "b"}, {0.5, 0.55})));
  EXPECT_FALSE(turning_point(reading_of({"a"}, {0.99})));
  EXPECT_FALSE(turning_point(reading_of({}, {})));
}

}  // namespace
}  // namespace sentiment
