#include "report/fit_verdict.h"

#include <gmock/gmock.h>

namespace sentiment {
namespace {

using ::testing::HasSubstr;

TEST(FitVerdict, NamesTheEpochAfterWhichARunOverfits) {
  const std::string verdict =
      fit_verdict({{1, 0.6, 0.5, 0.8}, {2, 0.4, 0.3, 0.88}, {3, 0.2, 0.45, 0.87}}, /*kept=*/2);
  EXPECT_THAT(
      verdict,
      HasSubstr("It overfitted after epoch 2: the validation loss rose from 0.300 to 0.450 in epoch 3"));
  EXPECT_THAT(verdict, HasSubstr("is from before that"));
}

TEST(FitVerdict, WarnsOfAModelKeptFromAfterwards) {
  EXPECT_THAT(fit_verdict({{1, 0.6, 0.3, 0.8}, {2, 0.4, 0.5, 0.88}}, /*kept=*/2),
              HasSubstr("surer of itself"));
}

TEST(FitVerdict, SaysWhenMoreEpochsMayHelp) {
  EXPECT_THAT(fit_verdict({{1, 0.6, 0.5, 0.8}, {2, 0.4, 0.4, 0.88}}, /*kept=*/2),
              HasSubstr("more epochs may help"));
}

TEST(FitVerdict, SeesNoOverfittingInAWobble) {
  EXPECT_THAT(fit_verdict({{1, 0.6, 0.400, 0.8}, {2, 0.4, 0.403, 0.88}}, /*kept=*/2),
              HasSubstr("no sign of overfitting"));
}

TEST(FitVerdict, SaysThatOneEpochIsTooFew) {
  EXPECT_THAT(fit_verdict({{1, 0.6, 0.5, 0.8}}, /*kept=*/1), HasSubstr("too few to tell"));
  EXPECT_EQ(fit_verdict({}, 0), "");
}

}  // namespace
}  // namespace sentiment
