#include "training/resume.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/error.h"
#include "support/temporary_folder.h"
#include "support/tiny_corpus.h"

namespace sentiment {
namespace {

Model model_of(const Corpus& corpus) {
  return {.config = {},
          .tokenizer = {},
          .vocabulary = corpus.vocabulary,
          .labels = corpus.labels,
          .parameters = {}};
}

TEST(SavedState, NamesThePartThatIsMissing) {
  Checkpoint checkpoint;
  checkpoint.state = {{"progress", to_json(Progress{})}, {"data", Json::object()}};
  EXPECT_EQ(message_of<FormatError>([&] { saved_state(checkpoint); }),
            "checkpoint: state.json: expected an object environment, found none");
  checkpoint.state["environment"] = Json::object();
  EXPECT_EQ(saved_state(checkpoint).progress.step, 0);
  checkpoint.state = Json::array();
  EXPECT_EQ(message_of<FormatError>([&] { saved_state(checkpoint); }),
            "checkpoint: state.json: expected an object progress, found none");
}

TEST(SavedState, IsThatOfItsStepAndOfARunThatCanBe) {
  Checkpoint checkpoint;
  Progress progress;
  const auto message = [&] {
    checkpoint.state = {
        {"progress", to_json(progress)}, {"data", Json::object()}, {"environment", Json::object()}};
    return message_of<FormatError>([&] { saved_state(checkpoint); });
  };
  progress.step = 3;
  EXPECT_EQ(message(), "checkpoint: state.json: expected step 0, found 3");
  checkpoint.step = 3;
  const std::string end =
      "checkpoint: state.json: expected a run that goes on, or has ended with a best epoch, found ";
  progress.finished = "paused";
  EXPECT_EQ(message(), end + "\"paused\"");
  progress.finished = "completed";
  EXPECT_EQ(message(), end + "\"completed\"");
  progress.best = BestModel{};
  checkpoint.state["progress"] = to_json(progress);
  EXPECT_EQ(saved_state(checkpoint).progress.finished, "completed");
}

// Rows: A7 D12
TEST(ResumedModel, MustBeTheRunsOwn) {
  const Model run = model_of(tiny_corpus());
  expect_same_model(run, run);
  const auto message = [&](const auto& change) {
    Model other = run;
    change(other);
    return message_of<FormatError>([&] { expect_same_model(other, run); });
  };
  const std::string end = ", found another; is it the checkpoint of another run?";
  EXPECT_EQ(message([](Model& m) { m.vocabulary = numbered_vocabulary(21); }),
            "checkpoint: expected the run's vocabulary" + end);
  EXPECT_EQ(message([](Model& m) {
              m.labels = {"pos", "neg"};
            }),
            "checkpoint: expected the run's labels" + end);
  EXPECT_EQ(message([](Model& m) { m.config.hidden_size += 1; }),
            "checkpoint: expected the run's model settings" + end);
  EXPECT_EQ(message([](Model& m) { m.tokenizer.max_tokens -= 1; }),
            "checkpoint: expected the run's tokenizer" + end);
}

// Rows: A7
TEST(ResumedModel, IsNotStretchedToTheNetworksShapes) {
  const Corpus corpus = tiny_corpus();
  ExperimentConfig config;
  config.model.embedding_size = 6;
  config.model.hidden_size = 5;
  const Parameters initial = initial_parameters(config.model, 20, 2, 5);
  Trainer trainer(config, corpus, initial, at::kCPU, nullptr);
  TrainerTensors tensors = trainer.tensors();
  NamedTensor& output = tensors.current.back();  // output.bias [2]
  output.shape = {1};
  output.values = {0.5F};
  const std::string message = message_of<FormatError>([&] { trainer.restore(tensors, {}); });
  EXPECT_EQ(message, "expected parameter output.bias [2], found \"output.bias\" [1]");
  tensors.current.pop_back();
  EXPECT_NE(message_of<FormatError>([&] { trainer.restore(tensors, {}); }), "");
}

// Rows: A7
TEST(ResumedTensors, AreTheRunsOwnAndNumbers) {
  const Corpus corpus = tiny_corpus();
  ExperimentConfig config;
  config.model.embedding_size = 6;
  config.model.hidden_size = 5;
  Trainer trainer(config, corpus, initial_parameters(config.model, 20, 2, 5), at::kCPU, nullptr);
  const Checkpoint sound = make_checkpoint(trainer, model_of(corpus), RunOrigin{});
  restore_trainer(trainer, sound);
  const auto message = [&](const auto& change) {
    Checkpoint other = sound;
    change(other.tensors);
    return message_of<FormatError>([&] { restore_trainer(trainer, other); });
  };
  EXPECT_EQ(message([](Parameters& t) {
              t.push_back({"optimizer.velocity.output.bias", {1}, {0.0F}});
            }),
            "checkpoint: the run has no tensor \"optimizer.velocity.output.bias\"");
  EXPECT_EQ(message([](Parameters& t) {
              t.push_back({"average.extra", {1}, {0.0F}});
            }),
            "checkpoint: the run has no tensor \"average.extra\"");
  EXPECT_EQ(message([](Parameters& t) { t.back().values[0] = std::numeric_limits<float>::quiet_NaN(); }),
            "checkpoint: tensor \"optimizer.exp_avg_sq.output.bias\": expected numbers, found NaN");
  EXPECT_EQ(message([](Parameters& t) { t.pop_back(); }),
            "checkpoint: the optimizer's exp_avg_sq.output.bias is missing or has another shape");
  EXPECT_EQ(message([](Parameters& t) { t.front().shape = {120}; }),
            "checkpoint: the average of embedding.weight is missing or has another shape");
  Checkpoint grown = sound;
  grown.tensors.back().values[0] = std::numeric_limits<float>::infinity();
  EXPECT_NO_THROW(restore_trainer(trainer, grown));
}

// Rows: C15 D13
TEST(ResumedConfig, MayLackSettingsThatHaveTheirDefault) {
  const Json now = to_json(ExperimentConfig{});
  expect_same_config(now, now);
  Json before = now;
  before["trainer"].erase("clip_norm");
  before.erase("tokenizer");
  expect_same_config(before, now);
  const auto message = [&](const auto& change) {
    ExperimentConfig changed;
    change(changed);
    return message_of<ConfigError>([&] { expect_same_config(before, to_json(changed)); });
  };
  const std::string end = "; a resumed run cannot change it";
  EXPECT_EQ(message([](ExperimentConfig& config) { config.trainer.clip_norm = 0.25; }),
            "trainer.clip_norm: the run was started with 1.0, now it is 0.25" + end);
  EXPECT_EQ(message([](ExperimentConfig& config) { config.tokenizer.lowercase = false; }),
            "tokenizer.lowercase: the run was started with true, now it is false" + end);
}

// Rows: D12
TEST(ResumedData, MustBeTheSameButForATestPartThatComesOrGoes) {
  const Json before = {{"train", "a"}, {"valid", "b"}, {"test", "c"}};
  expect_same_data(before, before);
  expect_same_data(before, {{"train", "a"}, {"valid", "b"}});
  expect_same_data({{"train", "a"}, {"valid", "b"}}, before);
  const auto message = [&](const char* part) {
    Json now = before;
    now[part] = "x";
    return message_of<DataError>([&] { expect_same_data(before, now); });
  };
  EXPECT_EQ(message("train").substr(0, 10), "data.train");
  EXPECT_EQ(message("valid").substr(0, 10), "data.valid");
  EXPECT_EQ(message("test").substr(0, 9), "data.test");
  EXPECT_EQ(message_of<DataError>([&] {
              expect_same_data({{"valid", "b"}}, before);
            }).substr(0, 10),
            "data.train");
}

}  // namespace
}  // namespace sentiment
