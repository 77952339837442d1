#include "model/pretrained_shape.h"

#include <gmock/gmock.h>

namespace sentiment {
namespace {

using testing::ElementsAre;
using testing::Pair;

std::vector<std::pair<std::string, std::vector<int64_t>>> pairs(const std::vector<ParameterShape>& shapes) {
  std::vector<std::pair<std::string, std::vector<int64_t>>> found;
  for (const ParameterShape& shape : shapes) found.emplace_back(shape.name, shape.shape);
  return found;
}

TEST(PretrainedShape, NamesTheParametersOfAProjectedModel) {
  const PretrainedShape shape{.type = RecurrentType::kGru, .embedding_size = 3, .hidden_size = 4};
  EXPECT_THAT(
      pairs(parameter_shapes(PretrainedKind::kLanguageModel, shape, 7)),
      ElementsAre(Pair("embedding.weight", ElementsAre(7, 3)), Pair("gru.weight_ih_l0", ElementsAre(12, 3)),
                  Pair("gru.weight_hh_l0", ElementsAre(12, 4)), Pair("gru.bias_ih_l0", ElementsAre(12)),
                  Pair("gru.bias_hh_l0", ElementsAre(12)), Pair("projection.weight", ElementsAre(3, 4)),
                  Pair("projection.bias", ElementsAre(3)), Pair("output.bias", ElementsAre(7))));
}

TEST(PretrainedShape, HasNoProjectionWhereSizesAreEqual) {
  const PretrainedShape shape{.embedding_size = 4, .hidden_size = 4, .layers = 2};
  const auto shapes = parameter_shapes(PretrainedKind::kLanguageModel, shape, 7);
  EXPECT_EQ(shapes.size(), 10u);  // embedding, four of each layer, output.bias
  EXPECT_EQ(shapes[5].name, "lstm.weight_ih_l1");
  EXPECT_EQ(shapes.back().name, "output.bias");
}

TEST(PretrainedShape, HasTheEmbeddingAloneForVectors) {
  EXPECT_THAT(pairs(parameter_shapes(PretrainedKind::kVectors, {.embedding_size = 3}, 7)),
              ElementsAre(Pair("embedding.weight", ElementsAre(7, 3))));
}

TEST(PretrainedShape, RefusesAResidualOfOneLayer) {
  EXPECT_THAT((PretrainedShape{.layers = 1, .residual = true}.problems()),
              ElementsAre(testing::Field(&SettingProblem::setting, "residual")));
  EXPECT_TRUE((PretrainedShape{.layers = 2, .residual = true}.problems()).empty());
}

}  // namespace
}  // namespace sentiment
