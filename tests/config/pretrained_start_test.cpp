#include "config/pretrained_start.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "core/hash.h"
#include "model/tiny_language_model.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const PretrainedShape kShape{.type = RecurrentType::kGru,
                             .embedding_size = 3,
                             .hidden_size = 2,
                             .layers = 2,
                             .residual = true,
                             .direction = ReadingDirection::kBackward};

class PretrainedStartTest : public testing::Test {
 protected:
  /// A config that fits kShape.
  ExperimentConfig config_for(const PretrainedModel& model) {
    ExperimentConfig config;
    config.initialize_from = (folder_.path() / "lm.safetensors").string();
    write_pretrained(*config.initialize_from, model);
    config.model.type = RecurrentType::kGru;
    config.model.embedding_size = 3;
    config.model.hidden_size = 2;
    config.model.layers = 2;
    config.model.residual = true;
    config.model.bidirectional = false;
    config.model.direction = ReadingDirection::kBackward;
    return config;
  }
  std::string refusal(ExperimentConfig config) {
    return message_of<ConfigError>([&] { take_pretrained(config); });
  }

  TemporaryFolder folder_;
};

TEST_F(PretrainedStartTest, IsNoneUnlessAskedFor) {
  ExperimentConfig config;
  EXPECT_FALSE(take_pretrained(config));
}

TEST_F(PretrainedStartTest, BringsTheTokenizerAlongAndLeavesHowMuchIsRead) {
  PretrainedModel model = tiny_language_model(kShape);
  model.tokenizer.lowercase = false;
  model.tokenizer.max_tokens = 5000;
  ExperimentConfig config = config_for(model);
  config.tokenizer.max_tokens = 400;
  const auto start = take_pretrained(config);
  ASSERT_TRUE(start);
  EXPECT_FALSE(config.tokenizer.lowercase);
  EXPECT_EQ(config.tokenizer.max_tokens, 400);
  EXPECT_EQ(start->hash, sha256_hex_of_file(*config.initialize_from));
  EXPECT_EQ(start->model.vocabulary.size(), 5u);
  EXPECT_TRUE(take_pretrained(config));  // the settings that came along ask for the same
}

TEST_F(PretrainedStartTest, RefusesAnotherTokenizer) {
  ExperimentConfig config = config_for(tiny_language_model(kShape));
  config.tokenizer.strip_html = false;
  EXPECT_THAT(refusal(config), HasSubstr("tokenizer.strip_html false instead of true"));
}

TEST_F(PretrainedStartTest, RefusesAnotherNetworkInOneLineThatNamesBoth) {
  ExperimentConfig config = config_for(tiny_language_model(kShape));
  config.model.hidden_size = 128;
  config.model.bidirectional = true;
  config.model.direction = ReadingDirection::kForward;
  const std::string line = refusal(config);
  EXPECT_THAT(line,
              AllOf(HasSubstr("model.initialize_from: " + *config.initialize_from),
                    HasSubstr("backward language model (gru, 2 layers of 2, embedding 3, 5 tokens)"),
                    HasSubstr("model.hidden_size 128 instead of 2"),
                    HasSubstr("model.bidirectional true instead of false"),
                    HasSubstr("model.direction \"forward\" instead of \"backward\""), Not(HasSubstr("\n"))));
}

TEST_F(PretrainedStartTest, RefusesABiasThatTheFileOverwrites) {
  PretrainedShape shape = kShape;
  shape.type = RecurrentType::kLstm;
  ExperimentConfig config = config_for(tiny_language_model(shape));
  config.model.type = RecurrentType::kLstm;
  config.model.forget_bias = 2.0;
  EXPECT_THAT(refusal(config), HasSubstr("model.forget_bias 2.0 instead of 1.0"));
}

TEST_F(PretrainedStartTest, WantsOfVectorsOnlyTheirSize) {
  PretrainedModel vectors;
  vectors.kind = PretrainedKind::kVectors;
  vectors.shape.embedding_size = 3;
  vectors.vocabulary = Vocabulary({"good"});
  vectors.parameters = {{"embedding.weight", {3, 3}, std::vector<float>(9, 0.5F)}};
  ExperimentConfig config = config_for(vectors);
  config.model = {.embedding_size = 3};
  EXPECT_TRUE(take_pretrained(config));
  config.model.embedding_size = 4;
  EXPECT_THAT(refusal(config), AllOf(HasSubstr("file of 3 vectors of 3 numbers"),
                                     HasSubstr("model.embedding_size 4 instead of 3")));
}

TEST_F(PretrainedStartTest, PutsEmbeddingAndLayersButNotTheOutput) {
  const PretrainedModel model = tiny_language_model(kShape);
  const ExperimentConfig config = config_for(model);
  const Parameters before = initial_parameters(config.model, 5, 5, 1);  // as many labels as tokens
  Parameters values = before;
  put_pretrained(model, values);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool is_output = values[i].name.starts_with("output.");
    EXPECT_EQ(values[i].values, is_output ? before[i].values : find(model.parameters, values[i].name).values)
        << values[i].name;
  }
}

TEST(VocabularySettings, HaveNoEffectBesideAPretrainedFile) {
  const auto problems = [](const std::string& vocabulary) -> std::vector<std::string> {
    try {
      parse_experiment(R"({"data": {"train": "t.csv"}, "model": {"initialize_from": "lm"}, "vocabulary": )" +
                           vocabulary + "}",
                       "my.json", "/configs");
    } catch (const ConfigError& error) {
      return error.problems;
    }
    return {};
  };
  EXPECT_TRUE(problems("{}").empty());
  EXPECT_TRUE(problems(R"({"max_size": 30000, "min_count": 2, "vectors": null})").empty());
  const auto found = problems(R"({"max_size": 10, "min_count": 3, "vectors": "v.txt"})");
  ASSERT_EQ(found.size(), 3u);
  EXPECT_THAT(found[0], HasSubstr("vocabulary.max_size: has no effect with model.initialize_from"));
}

}  // namespace
}  // namespace sentiment
