#include "model/model_config.h"

#include <gmock/gmock.h>

#include "json/settings_reader.h"
#include "json/settings_writer.h"

namespace sentiment {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> problems_of(std::string_view json) {
  ModelConfig config;
  std::vector<std::string> problems;
  const SettingsSource source(json, "c.json", "");
  SettingsReader reader(source, problems);
  visit_settings(config, reader);
  reader.finish();
  return problems;
}

TEST(ModelConfig, DeclaresItsSettingsInThisOrder) {
  ModelConfig config;
  SettingsWriter writer;
  visit_settings(config, writer);
  EXPECT_EQ(
      dump_json(writer.result),
      R"({"type":"lstm","embedding_size":128,"hidden_size":128,"layers":1,"bidirectional":true,)"
      R"("direction":"forward","residual":false,"forget_bias":1.0,"pooling":"max_mean","head_hidden_size":null,)"
      R"("head_batch_norm":false,"dropout":0.5,"layer_dropout":0.0,)"
      R"("embedding_dropout":0.3,"word_dropout":0.1,"weight_drop":0.0})");
}

TEST(ModelConfig, RefusesSizesOutOfRange) {
  EXPECT_THAT(problems_of(R"({"hidden_size": 0})"),
              ElementsAre(HasSubstr("hidden_size: must be in [1, 65536]")));
  EXPECT_THAT(problems_of(R"({"embedding_size": 65537})"), ElementsAre(HasSubstr("embedding_size: must be")));
  EXPECT_THAT(problems_of(R"({"layers": 17})"), ElementsAre(HasSubstr("layers: must be in [1, 16]")));
  EXPECT_THAT(problems_of(R"({"layers": 16, "hidden_size": 65536, "embedding_size": 1})"), IsEmpty());
}

TEST(ModelConfig, RefusesDropoutsOutsideZeroToOne) {
  for (const char* name : {"dropout", "layer_dropout", "embedding_dropout", "word_dropout", "weight_drop"}) {
    const std::string key = std::string("{\"") + name + "\": ";
    EXPECT_THAT(problems_of(key + "1.0}"), ElementsAre(HasSubstr("must be in [0, 1)"))) << name;
    EXPECT_THAT(problems_of(key + "-0.1}"), ElementsAre(HasSubstr("must be in [0, 1)"))) << name;
    EXPECT_THAT(problems_of(key + "0.99}"), IsEmpty()) << name;
  }
}

TEST(ModelConfig, ReadsEveryTypeAndPooling) {
  for (const char* type : {"lstm", "gru", "rnn"}) {
    EXPECT_THAT(problems_of(std::string(R"({"type": ")") + type + "\"}"), IsEmpty());
  }
  for (const char* pooling : {"last", "mean", "max", "max_mean", "last_max_mean", "attention"}) {
    EXPECT_THAT(problems_of(std::string(R"({"pooling": ")") + pooling + "\"}"), IsEmpty());
  }
  EXPECT_THAT(problems_of(R"({"pooling": "min"})"), ElementsAre(HasSubstr("pooling: expected one of")));
}

TEST(ModelConfig, CountsPooledFeatures) {
  ModelConfig config{.hidden_size = 10, .bidirectional = true};
  const auto pooled = [&](Pooling pooling) {
    config.pooling = pooling;
    return config.pooled_size();
  };
  EXPECT_EQ(pooled(Pooling::kLast), 20);
  EXPECT_EQ(pooled(Pooling::kMean), 20);
  EXPECT_EQ(pooled(Pooling::kMax), 20);
  EXPECT_EQ(pooled(Pooling::kAttention), 20);
  EXPECT_EQ(pooled(Pooling::kMaxMean), 40);
  EXPECT_EQ(pooled(Pooling::kLastMaxMean), 60);
  config.bidirectional = false;
  EXPECT_EQ(pooled(Pooling::kLastMaxMean), 30);
}

TEST(ModelConfig, HasNoProblemsByDefault) { EXPECT_THAT(ModelConfig{}.problems(), IsEmpty()); }

TEST(ModelConfig, NamesSettingsWithoutEffectInOneLayer) {
  const auto problems = ModelConfig{.layers = 1, .residual = true, .layer_dropout = 0.2}.problems();
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0].setting, "layer_dropout");
  EXPECT_EQ(problems[0].text, "has no effect with layers = 1; set it to 0 or layers to 2");
  EXPECT_EQ(problems[1].setting, "residual");
  EXPECT_EQ(problems[1].text, "has no effect with layers = 1; set it to false or layers to 2");
}

TEST(ModelConfig, AllowsThemInTwoLayers) {
  const ModelConfig config{.layers = 2, .residual = true, .layer_dropout = 0.2};
  EXPECT_THAT(config.problems(), IsEmpty());
}

TEST(ModelConfig, NamesADirectionWhereThereAreTwo) {
  const auto problems = ModelConfig{.direction = ReadingDirection::kBackward}.problems();
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].setting, "direction");
  const ModelConfig one{.bidirectional = false, .direction = ReadingDirection::kBackward};
  EXPECT_THAT(one.problems(), IsEmpty());
}

TEST(ModelConfig, NamesAForgetBiasWithoutForgetGate) {
  const auto problems = ModelConfig{.type = RecurrentType::kGru, .forget_bias = 2.0}.problems();
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].setting, "forget_bias");
  EXPECT_EQ(problems[0].text, "has no effect with type = \"gru\"; set it to 1 or type to \"lstm\"");
  const ModelConfig lstm{.forget_bias = 2.0};
  EXPECT_THAT(lstm.problems(), IsEmpty());
}

}  // namespace
}  // namespace sentiment
