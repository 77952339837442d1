#include "config/experiment_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "support/temporary_folder.h"

namespace sentiment {
namespace {

using testing::HasSubstr;

constexpr const char* kSmallest = R"({"data": {"train": "train.csv"}})";

std::vector<std::string> problems_of(const std::string& text,
                                     const std::vector<std::string>& overrides = {}) {
  try {
    parse_experiment(text, "my.json", "/configs", overrides);
  } catch (const ConfigError& error) {
    return error.problems;
  }
  return {};
}

TEST(ParseExperiment, FillsInTheDefaults) {
  const ExperimentConfig config = parse_experiment(kSmallest, "my.json", "/configs");
  EXPECT_EQ(config.data.train, "/configs/train.csv");
  EXPECT_EQ(config.trainer.epochs, 5);
  EXPECT_EQ(config.trainer.clip_norm, 1.0);
  EXPECT_EQ(config.model.pooling, Pooling::kMaxMean);
}

TEST(ParseExperiment, LoadsWhatItResolvesTo) {
  const ExperimentConfig config = parse_experiment(
      R"({"data": {"train": "t.csv", "labels": ["a", "b"]}, "trainer": {"ema": null, "bptt": {"window": 7}}})",
      "my.json", "/configs");
  const Json resolved = to_json(config);
  EXPECT_EQ(to_json(parse_experiment(dump_json(resolved), "resolved.json", "/elsewhere")), resolved);
}

TEST(ParseExperiment, LoadsTheDesignsOwnExample) {
  EXPECT_EQ(problems_of(R"({"seed": 42,
    "data": {"train": "t.csv", "valid": null, "test": null, "format": "auto", "text_column": "text",
             "label_column": "label", "labels": ["neg", "pos"], "valid_fraction": 0.1, "on_bad_row": "error",
             "on_invalid_utf8": "error"},
    "tokenizer": {"type": "word", "lowercase": true, "strip_html": true, "max_tokens": 600, "truncate": "both"},
    "vocabulary": {"max_size": 30000, "min_count": 2, "vectors": null, "freeze_vectors": false},
    "model": {"type": "lstm", "embedding_size": 128, "hidden_size": 128, "layers": 1, "bidirectional": true,
              "residual": false, "forget_bias": 1.0, "pooling": "max_mean", "dropout": 0.5, "embedding_dropout": 0.3,
              "word_dropout": 0.1},
    "trainer": {"epochs": 5, "batch_size": 32, "optimizer": {"type": "adam", "learning_rate": 0.002, "weight_decay": 0.0},
                "schedule": {"type": "one_cycle", "warmup_fraction": 0.1}, "clip_value": null, "clip_norm": 1.0,
                "bptt": {"window": null, "loss": "final"}, "class_weights": "none", "label_smoothing": 0.0, "ema": 0.998,
                "patience": null, "validation_metric": "accuracy"},
    "checkpoint": {"every_steps": null, "keep": 2}})"),
            std::vector<std::string>{});
}

TEST(ParseExperiment, ReportsEveryProblemWithItsPlace) {
  const std::vector<std::string> found = problems_of(
      "{\"data\": {\"train\": \"t.csv\"},\n \"trainer\": {\"epochs\": 5.5, \"batchsize\": 3},\n \"model\": "
      "{\"residual\": true}}");
  ASSERT_EQ(found.size(), 3u);
  EXPECT_THAT(found[0], HasSubstr("my.json:2:14: trainer.epochs: expected an integer, found 5.5"));
  EXPECT_THAT(found[1], HasSubstr("trainer.batchsize: unknown setting (did you mean \"batch_size\"?)"));
  EXPECT_THAT(found[2], HasSubstr("my.json:3:12: model.residual"));
}

TEST(ParseExperiment, NeedsTrainingData) {
  EXPECT_THAT(problems_of("{}"), testing::ElementsAre(HasSubstr("data.train")));
}

TEST(ParseExperiment, RefusesChunksInTwoDirections) {
  const std::string bptt =
      R"({"data": {"train": "t.csv"}, "trainer": {"bptt": {"window": 9, "loss": "chunks"}}})";
  EXPECT_THAT(problems_of(bptt), testing::ElementsAre(HasSubstr("model.bidirectional")));
  EXPECT_TRUE(problems_of(bptt, {"model.bidirectional=false"}).empty());
}

TEST(ParseExperiment, HasTheProblemsOfEverySection) {
  EXPECT_THAT(problems_of(kSmallest, {"data.label_column=text", "vocabulary.freeze_vectors=true",
                                      "model.residual=true", "trainer.device=gpu"}),
              testing::ElementsAre(HasSubstr("data.label_column: "), HasSubstr("vocabulary.freeze_vectors: "),
                                   HasSubstr("model.residual: "), HasSubstr("trainer.device: ")));
}

TEST(ParseExperiment, FreezesOnlyVectorsThatWereBrought) {
  const std::string frozen = "vocabulary.freeze_vectors=true";
  EXPECT_THAT(problems_of(kSmallest, {frozen}),
              testing::ElementsAre(HasSubstr("vocabulary.freeze_vectors: has no effect without vectors")));
  EXPECT_TRUE(problems_of(kSmallest, {frozen, "vocabulary.vectors=v.txt"}).empty());
  EXPECT_TRUE(problems_of(kSmallest, {frozen, "model.initialize_from=runs/vectors"}).empty());
}

TEST(ParseExperiment, RefusesNumbersOutOfRange) {
  for (const char* assignment : {"seed=-1",
                                 "seed=9007199254740992",
                                 "trainer.epochs=0",
                                 "trainer.batch_size=0",
                                 "trainer.batch_size=65537",
                                 "trainer.optimizer.learning_rate=0",
                                 "trainer.optimizer.weight_decay=-1",
                                 "trainer.optimizer.beta1=1",
                                 "trainer.optimizer.beta2=1",
                                 "trainer.optimizer.epsilon=0",
                                 "trainer.schedule.warmup_fraction=1",
                                 "trainer.clip_value=0",
                                 "trainer.clip_norm=0",
                                 "trainer.bptt.window=0",
                                 "trainer.bptt.window=100001",
                                 "trainer.label_smoothing=1",
                                 "trainer.ema=0",
                                 "trainer.ema=1",
                                 "trainer.patience=0",
                                 "trainer.log_every_steps=0",
                                 "checkpoint.every_steps=0",
                                 "checkpoint.keep=0",
                                 "checkpoint.keep=1001"}) {
    EXPECT_THAT(problems_of(kSmallest, {assignment}), testing::ElementsAre(HasSubstr(": must be ")))
        << assignment;
  }
}

TEST(ParseExperiment, ResolvesAnOverriddenPathFromTheCurrentFolder) {
  const ExperimentConfig config =
      parse_experiment(kSmallest, "my.json", "/configs", {"data.train=other.csv"});
  EXPECT_EQ(config.data.train, (std::filesystem::current_path() / "other.csv").string());
}

TEST(LoadExperiment, KeepsTheInputForTheRecord) {
  const TemporaryFolder folder;
  const auto file = folder.write("c.json", kSmallest);
  ExperimentInput input;
  load_experiment(file, {"seed=5"}, &input);
  EXPECT_EQ(input.text, kSmallest);
  EXPECT_EQ(input.overrides, std::vector<std::string>{"seed=5"});
}

TEST(LoadExperiment, RefusesAFileOfMoreThanAMegabyte) {
  const TemporaryFolder folder;
  const auto file = folder.write("c.json", kSmallest + std::string(1 << 20, ' '));
  EXPECT_THAT(message_of<ConfigError>([&] { load_experiment(file, {}); }),
              HasSubstr("c.json: expected at most 1048576 bytes"));
}

TEST(LoadExperiment, SaysThatAFileIsMissing) {
  EXPECT_THAT(message_of<ConfigError>([] { load_experiment("/nowhere/c.json", {}); }),
              HasSubstr("/nowhere/c.json"));
}

}  // namespace
}  // namespace sentiment
