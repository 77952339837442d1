#include "report/example_choice.h"

#include <gmock/gmock.h>

namespace sentiment {
namespace {

std::vector<std::size_t> indices(const std::vector<ChosenExample>& chosen) {
  std::vector<std::size_t> all;
  for (const ChosenExample& one : chosen) all.push_back(one.index);
  return all;
}

TEST(ExampleChoice, TakesTheSurestOfTwoLabelsTheSurestErrorsAndTheUndecided) {
  const std::vector<ExampleCandidate> candidates{{0, 0, 0.99, 20}, {0, 0, 0.98, 20}, {1, 1, 0.90, 20},
                                                 {1, 0, 0.95, 20}, {0, 1, 0.97, 20}, {1, 0, 0.70, 20},
                                                 {1, 1, 0.51, 20}, {0, 0, 0.52, 20}};
  EXPECT_THAT(indices(choose_examples(candidates)), ::testing::ElementsAre(0, 2, 4, 3, 6, 7));
}

TEST(ExampleChoice, PrefersTextsInWhichGatesCanBeFollowed) {
  std::vector<ExampleCandidate> candidates(6, {0, 0, 0.9, 30});
  candidates.push_back({0, 0, 1.0, 61});
  candidates.push_back({0, 0, 1.0, 7});
  for (const std::size_t i : indices(choose_examples(candidates))) EXPECT_LT(i, 6u);
}

TEST(ExampleChoice, TakesOtherTextsWhereThereAreTooFew) {
  EXPECT_THAT(indices(choose_examples({{0, 0, 0.9, 3}, {0, 0, 0.9, 0}, {0, 0, 0.9, 201}})),
              ::testing::ElementsAre(0));
  EXPECT_TRUE(choose_examples({}).empty());
}

}  // namespace
}  // namespace sentiment
