#include "training/pretraining_resume.h"

#include <gtest/gtest.h>

#include <limits>
#include <utility>

#include "core/error.h"
#include "support/small_pretraining.h"
#include "support/temporary_folder.h"
#include "training/vectors_resume.h"

namespace sentiment {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

class LanguageModelCheckpoint : public testing::Test {
 protected:
  LanguageModelCheckpoint() {
    LanguageModelTrainer trainer = small_language_model(config, corpus);
    trainer.train_step();
    model.vocabulary = corpus.vocabulary;
    checkpoint = make_checkpoint(trainer, model, RunOrigin{});
  }
  void restore() {
    LanguageModelTrainer trainer = small_language_model(config, corpus);
    restore_trainer(trainer, checkpoint, model, RunOrigin{});
    EXPECT_EQ(trainer.progress().step, 1);
  }
  std::string error() {
    return message_of<FormatError>([this] { restore(); });
  }
  NamedTensor& tensor(const std::string& name) {
    for (NamedTensor& tensor : checkpoint.tensors)
      if (tensor.name == name) return tensor;
    throw std::logic_error(name);
  }

  PretrainingConfig config = small_pretraining();
  TextCorpus corpus = small_texts();
  PretrainedModel model;
  PretrainingCheckpoint checkpoint;
};

TEST_F(LanguageModelCheckpoint, IsRestoredWithItsCarriedStatesOrWithoutAny) {
  restore();
  std::erase_if(checkpoint.tensors, [](const NamedTensor& t) { return t.name.starts_with("carried."); });
  restore();
}

TEST_F(LanguageModelCheckpoint, IsRefusedWithATensorThatTheRunHasNot) {
  for (const char* name : {"optimizer.exp_avg.other", "carried.stream.hidden_l7", "other"}) {
    checkpoint.tensors.push_back({name, {1}, {0.0F}});
    EXPECT_EQ(error(), "checkpoint: the run has no tensor \"" + std::string(name) + "\"");
    checkpoint.tensors.pop_back();
  }
}

TEST_F(LanguageModelCheckpoint, IsRefusedWithNumbersThatAreNone) {
  for (const char* name : {"optimizer.exp_avg_sq.output.bias", "carried.stream.cell_l0"}) {
    const float sound = std::exchange(tensor(name).values[1], kNan);
    EXPECT_EQ(error(), "checkpoint: tensor \"" + std::string(name) + "\": expected numbers, found NaN");
    tensor(name).values[1] = sound;
  }
}

class VectorsCheckpoint : public testing::Test {
 protected:
  VectorsCheckpoint() {
    model.kind = PretrainedKind::kVectors;
    model.vocabulary = corpus.vocabulary;
    model.parameters = {{"embedding.weight", {kPretrainingVocabulary, 6}, trainer.vectors()}};
    checkpoint = make_checkpoint(trainer, model, Progress{}, RunOrigin{});
  }
  void restore() { restore_trainer(trainer, checkpoint, model, 5, RunOrigin{}); }
  std::string error() {
    return message_of<FormatError>([this] { restore(); });
  }

  TextCorpus corpus = small_texts();
  SkipGram trainer{{corpus.train.texts.all_ids(), corpus.train.texts.begins()},
                   kPretrainingVocabulary,
                   6,
                   SkipGramConfig{},
                   1};
  PretrainedModel model;
  PretrainingCheckpoint checkpoint;
};

TEST_F(VectorsCheckpoint, IsRefusedWithATensorThatTheRunHasNot) {
  restore();
  checkpoint.tensors.push_back({"optimizer.exp_avg.other", {1}, {0.0F}});
  EXPECT_EQ(error(), "checkpoint: the run has no tensor \"optimizer.exp_avg.other\"");
}

TEST_F(VectorsCheckpoint, IsRefusedWithNumbersThatAreNone) {
  checkpoint.tensors.front().values[7] = kNan;
  EXPECT_EQ(error(), "checkpoint: tensor \"vectors.output\": expected numbers, found NaN");
}

}  // namespace
}  // namespace sentiment
