#include "kernels/text_pooling.h"

#include <gmock/gmock.h>

namespace sentiment {
namespace {

using testing::ElementsAre;

// Three texts of 2, 0 and 3 tokens; two features.
const std::vector<int64_t> kStarts = {0, 2, 2, 5};
const std::vector<float> kStates = {1,  -5,  //
                                    3,  -7,  //
                                    2,  4,   //
                                    2,  6,   //
                                    -1, 6};

TEST(TextPooling, TakesTheLargestAndOfEqualOnesTheFirst) {
  ThreadPool pool(2);
  std::vector<float> largest(6, 99.0F);
  std::vector<int64_t> where(6, 99);
  max_over_texts<float>(kStarts, 2, kStates.data(), largest.data(), where.data(), pool);
  EXPECT_THAT(largest, ElementsAre(3, -5, 0, 0, 2, 6));
  EXPECT_THAT(where, ElementsAre(1, 0, -1, -1, 2, 3));
}

TEST(TextPooling, TakesTheMeanAndOfNoTokensZero) {
  ThreadPool pool(2);
  std::vector<float> mean(6, 99.0F);
  mean_over_texts<float>(kStarts, 2, kStates.data(), mean.data(), pool);
  EXPECT_THAT(mean, ElementsAre(2, -6, 0, 0, 1, testing::FloatEq(16.0F / 3.0F)));
}

TEST(TextPooling, SumsTheMeanInDoublePrecision) {
  ThreadPool pool(1);
  const std::vector<float> states = {1e8F, 1.0F, -1e8F, 1.0F};
  float mean = 0.0F;
  mean_over_texts<float>({0, 4}, 1, states.data(), &mean, pool);
  EXPECT_EQ(mean, 0.5F);
}

TEST(TextPooling, SendsTheGradientWhereTheFeaturesCameFrom) {
  ThreadPool pool(2);
  const std::vector<int64_t> where = {1, 0, -1, -1, 2, 3};
  const std::vector<float> largest = {10, 20, 30, 40, 50, 60};
  const std::vector<float> mean = {2, 4, 8, 8, 3, 6};
  std::vector<float> states(10, 99.0F);
  pooling_gradient<float>(kStarts, 2, largest.data(), where.data(), nullptr, states.data(), pool);
  EXPECT_THAT(states, ElementsAre(0, 20, 10, 0, 50, 0, 0, 60, 0, 0));
  pooling_gradient<float>(kStarts, 2, nullptr, nullptr, mean.data(), states.data(), pool);
  EXPECT_THAT(states, ElementsAre(1, 2, 1, 2, 1, 2, 1, 2, 1, 2));
  pooling_gradient<float>(kStarts, 2, largest.data(), where.data(), mean.data(), states.data(), pool);
  EXPECT_THAT(states, ElementsAre(1, 22, 11, 2, 51, 2, 1, 62, 1, 2));
}

}  // namespace
}  // namespace sentiment
