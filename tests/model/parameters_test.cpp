#include "model/parameters.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <stdexcept>

#include "model/safetensors.h"

namespace sentiment {
namespace {

using testing::ElementsAre;

std::vector<std::string> listed(const ModelConfig& config) {
  std::vector<std::string> lines;
  for (const ParameterShape& parameter : parameter_shapes(config, 100, 3)) {
    lines.push_back(parameter.name + " " + shape_text(parameter.shape));
  }
  return lines;
}

TEST(ParameterShapes, AreThoseOfTorchForABidirectionalLstm) {
  EXPECT_THAT(
      listed({.embedding_size = 5, .hidden_size = 7}),
      ElementsAre("embedding.weight [100, 5]", "lstm.weight_ih_l0 [28, 5]", "lstm.weight_hh_l0 [28, 7]",
                  "lstm.bias_ih_l0 [28]", "lstm.bias_hh_l0 [28]", "lstm.weight_ih_l0_reverse [28, 5]",
                  "lstm.weight_hh_l0_reverse [28, 7]", "lstm.bias_ih_l0_reverse [28]",
                  "lstm.bias_hh_l0_reverse [28]", "output.weight [3, 28]", "output.bias [3]"));
}

TEST(ParameterShapes, FeedALayerTheStatesBelow) {
  EXPECT_THAT(listed({.type = RecurrentType::kGru,
                      .embedding_size = 5,
                      .hidden_size = 7,
                      .layers = 2,
                      .bidirectional = false,
                      .pooling = Pooling::kAttention}),
              ElementsAre("embedding.weight [100, 5]", "gru.weight_ih_l0 [21, 5]", "gru.weight_hh_l0 [21, 7]",
                          "gru.bias_ih_l0 [21]", "gru.bias_hh_l0 [21]", "gru.weight_ih_l1 [21, 7]",
                          "gru.weight_hh_l1 [21, 7]", "gru.bias_ih_l1 [21]", "gru.bias_hh_l1 [21]",
                          "attention.weight [1, 7]", "attention.bias [1]", "output.weight [3, 7]",
                          "output.bias [3]"));
}

TEST(ParameterShapes, FollowEveryCombination) {
  for (const RecurrentType type : {RecurrentType::kLstm, RecurrentType::kGru, RecurrentType::kRnn}) {
    for (const Pooling pooling : {Pooling::kLast, Pooling::kMean, Pooling::kMax, Pooling::kMaxMean,
                                  Pooling::kLastMaxMean, Pooling::kAttention}) {
      for (const int64_t layers : {1, 2, 3}) {
        for (const bool both : {false, true}) {
          const ModelConfig config{.type = type,
                                   .embedding_size = 5,
                                   .hidden_size = 7,
                                   .layers = layers,
                                   .bidirectional = both,
                                   .pooling = pooling};
          const auto shapes = parameter_shapes(config, 100, 3);
          const int64_t directions = both ? 2 : 1;
          const std::size_t attention = pooling == Pooling::kAttention ? 2 : 0;
          ASSERT_EQ(shapes.size(), static_cast<std::size_t>(1 + 4 * layers * directions) + attention + 2);
          const int64_t gates = type == RecurrentType::kLstm ? 4 : type == RecurrentType::kGru ? 3 : 1;
          for (int64_t layer = 0; layer < layers; ++layer) {
            const auto& input = shapes[static_cast<std::size_t>(1 + 4 * layer * directions)];
            EXPECT_EQ(input.name, fmt::format("{}.weight_ih_l{}", name_of(type), layer));
            EXPECT_THAT(input.shape, ElementsAre(gates * 7, layer == 0 ? 5 : 7 * directions));
          }
          const int64_t parts = pooling == Pooling::kMaxMean ? 2 : pooling == Pooling::kLastMaxMean ? 3 : 1;
          EXPECT_THAT(shapes[shapes.size() - 2].shape, ElementsAre(3, parts * 7 * directions));
        }
      }
    }
  }
}

TEST(Parameters, AreFoundByName) {
  const Parameters parameters = {{"a", {1}, {1.0F}}, {"b", {1}, {2.0F}}};
  EXPECT_EQ(find(parameters, "b").values[0], 2.0F);
  EXPECT_THROW(find(parameters, "c"), std::logic_error);
}

TEST(Parameters, CountElements) {
  EXPECT_EQ(element_count({}), 1);
  EXPECT_EQ(element_count({3, 4}), 12);
  EXPECT_EQ(element_count({3, 0}), 0);
}

}  // namespace
}  // namespace sentiment
