#include "kernels/output_layer.h"

#include <gmock/gmock.h>

#include <cmath>

namespace sentiment {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(OutputLayer, AddsTheBiasToTheProducts) {
  const std::vector<float> weight = {1, 2, 3, -1, 0, 0.5F};
  const std::vector<float> bias = {10, 20};
  const std::vector<float> features = {1, 2, 4};
  std::vector<double> logits(2);
  linear(2, 3, weight.data(), bias.data(), features.data(), logits.data());
  EXPECT_THAT(logits, ElementsAre(27.0, 21.0));
}

TEST(Softmax, GivesSharesOfTheExponentials) {
  std::vector<double> values = {std::log(1.0), std::log(2.0), std::log(5.0)};
  softmax(values);
  EXPECT_THAT(values,
              ElementsAre(DoubleNear(0.125, 1e-15), DoubleNear(0.25, 1e-15), DoubleNear(0.625, 1e-15)));
}

TEST(Softmax, DoesNotOverflow) {
  std::vector<double> values = {1e300, 1e300, -1e300};
  softmax(values);
  EXPECT_THAT(values, ElementsAre(0.5, 0.5, 0.0));
}

TEST(Softmax, LeavesAnEmptyListEmpty) {
  std::vector<double> values;
  softmax(values);
  EXPECT_THAT(values, IsEmpty());
}

}  // namespace
}  // namespace sentiment
