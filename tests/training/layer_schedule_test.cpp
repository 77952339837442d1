#include "training/layer_schedule.h"

#include <gmock/gmock.h>

namespace sentiment {
namespace {

using testing::ElementsAre;

LayerSchedule schedule(double decay, std::optional<double> unfreeze_epochs, int64_t layers = 2) {
  TrainerConfig config;
  config.layer_rate_decay = decay;
  config.unfreeze_epochs = unfreeze_epochs;
  ModelConfig model;
  model.layers = layers;
  return {config, model, 10};
}

TEST(LayerSchedule, CountsDepthsFromTheHead) {
  const LayerSchedule layers = schedule(1.0, std::nullopt, 12);
  EXPECT_EQ(layers.depth_of("output.weight"), 0);
  EXPECT_EQ(layers.depth_of("hidden_norm.bias"), 0);
  EXPECT_EQ(layers.depth_of("attention.weight"), 0);
  EXPECT_EQ(layers.depth_of("lstm.weight_hh_l11_reverse"), 1);
  EXPECT_EQ(layers.depth_of("gru.bias_ih_l1"), 11);
  EXPECT_EQ(layers.depth_of("rnn.weight_ih_l0"), 12);
  EXPECT_EQ(layers.depth_of("embedding.weight"), 13);
}

TEST(LayerSchedule, TrainsAllAlikeUnlessAsked) {
  for (int64_t depth = 0; depth < 4; ++depth)
    EXPECT_EQ(schedule(1.0, std::nullopt).pace(depth), (ParameterPace{1.0, 0}));
  EXPECT_EQ(describe(schedule(1.0, std::nullopt)), "");
}

TEST(LayerSchedule, SlowsAndDelaysEachLayerDown) {
  const LayerSchedule layers = schedule(0.5, 0.25);
  EXPECT_THAT(layers.paces({"output.bias", "lstm.bias_hh_l1", "lstm.bias_hh_l0", "embedding.weight"}),
              ElementsAre(ParameterPace{1.0, 0}, ParameterPace{0.5, 3}, ParameterPace{0.25, 5},
                          ParameterPace{0.125, 8}));
  EXPECT_EQ(describe(layers),
            "head, layer 1 from step 4 at 0.500 of the rate, layer 0 from step 6 at 0.250 of the rate, "
            "embedding from step 9 at 0.125 of the rate");
}

}  // namespace
}  // namespace sentiment
