// A run that starts from a pretrained file, from config to model file.
#include <gmock/gmock.h>

#include "config/experiment_config.h"
#include "core/error.h"
#include "json/strict_json.h"
#include "model/model_file.h"
#include "model/tiny_language_model.h"
#include "support/temporary_folder.h"
#include "training/training_run.h"

namespace sentiment {
namespace {

using testing::HasSubstr;

constexpr const char* kRows =
    "text,label\n"
    "good film,pos\ngood fun,pos\nfine good,pos\ngood good,pos\n"
    "bad film,neg\nbad fun,neg\ndull bad,neg\nbad bad,neg\n";

class Finetuning : public testing::Test {
 protected:
  Finetuning() {
    folder_.write("train.csv", kRows);
    folder_.write("valid.csv", kRows);
    folder_.write("config.json", R"({"data": {"train": "train.csv", "valid": "valid.csv"},
      "model": {"embedding_size": 3, "hidden_size": 2, "bidirectional": false, "initialize_from": "pretrained"},
      "trainer": {"epochs": 2, "batch_size": 4, "report": false, "ema": null}, "baseline": {"type": "none"}})");
    std::filesystem::create_directory(folder_.path() / "pretrained");
    write_pretrained(pretrained(), model_);
  }
  std::filesystem::path pretrained() const { return folder_.path() / "pretrained" / "model.safetensors"; }
  TrainOptions options(std::vector<std::string> overrides = {}) const {
    return {.config = folder_.path() / "config.json",
            .overrides = std::move(overrides),
            .run_directory = folder_.path() / "run"};
  }

  TemporaryFolder folder_;
  PretrainedModel model_ = tiny_language_model();
};

TEST_F(Finetuning, StartsFromTheFilesNumbersAndKeepsItsVocabulary) {
  // Nothing but the head is trained, so that the file's numbers are still there.
  ASSERT_EQ(run_training(options({"trainer.unfreeze_epochs=5"})), TrainingEnd::kCompleted);
  const Model kept = read_model(folder_.path() / "run");
  EXPECT_EQ(kept.vocabulary.to_bytes(), model_.vocabulary.to_bytes());
  for (const char* name : {"embedding.weight", "lstm.weight_ih_l0", "lstm.weight_hh_l0", "lstm.bias_ih_l0"})
    EXPECT_EQ(find(kept.parameters, name).values, find(model_.parameters, name).values) << name;
  const Json meta = parse_json(folder_.read("run/meta.json"));
  EXPECT_EQ(meta.at("data").at("initialize_from").get<std::string>().size(), 64u);
  const Json config = parse_json(folder_.read("run/config.json"));
  EXPECT_EQ(config.at("model").at("initialize_from"), (folder_.path() / "pretrained").string());
}

TEST_F(Finetuning, IsOnlyResumedWithTheSameFile) {
  ASSERT_EQ(run_training(options()), TrainingEnd::kCompleted);
  const std::string finished = folder_.read("run/model.safetensors");
  std::filesystem::remove(folder_.path() / "run" / "metrics.json");  // so that there is something to do
  TrainOptions again = options();
  again.resume = true;
  ASSERT_EQ(run_training(again), TrainingEnd::kCompleted);
  EXPECT_EQ(folder_.read("run/model.safetensors"), finished);

  std::filesystem::remove(folder_.path() / "run" / "metrics.json");
  model_.parameters.front().values.back() += 1.0F;
  write_pretrained(pretrained(), model_);
  EXPECT_THAT(message_of<DataError>([&] { run_training(again); }),
              HasSubstr("model.initialize_from: the pretrained file is not the one"));
}

TEST_F(Finetuning, RefusesAClassifierToStartFrom) {
  ASSERT_EQ(run_training(options()), TrainingEnd::kCompleted);
  TrainOptions other = options({"model.initialize_from=" + (folder_.path() / "run").string()});
  other.run_directory = folder_.path() / "other";
  EXPECT_THAT(message_of<FormatError>([&] { run_training(other); }), HasSubstr("classifier"));
}

}  // namespace
}  // namespace sentiment
