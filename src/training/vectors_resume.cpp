#include "training/vectors_resume.h"

#include <utility>

#include "core/concat.h"
#include "core/error.h"
#include "training/named_tensors.h"
#include "training/resume.h"

namespace sentiment {
namespace {

constexpr const char* kOutputVectors = "vectors.output";

Json to_json(const SkipGramProgress& words) {
  return {{"epoch", words.epoch}, {"batch", words.batch}, {"loss", words.loss}, {"pairs", words.pairs}};
}

SkipGramProgress words_from_json(const Json& state) {
  try {
    const Json& words = state.at("words");
    return {.epoch = words.at("epoch").get<int64_t>(),
            .batch = words.at("batch").get<int64_t>(),
            .loss = words.at("loss").get<double>(),
            .pairs = words.at("pairs").get<int64_t>()};
  } catch (const Json::exception&) {
    throw FormatError(
        "checkpoint: state.json: expected the words of a run that learns vectors, found others");
  }
}

/// The other table, which must be as large as the vectors.
const NamedTensor& output_vectors(const PretrainingCheckpoint& checkpoint, const NamedTensor& vectors) {
  for (const NamedTensor& tensor : checkpoint.tensors) {
    if (tensor.name == kOutputVectors && tensor.shape == vectors.shape) return tensor;
  }
  throw FormatError(concat("checkpoint: ", kOutputVectors, " is missing or has another shape"));
}

}  // namespace

PretrainingCheckpoint make_checkpoint(const SkipGram& trainer, PretrainedModel model,
                                      const Progress& progress, const RunOrigin& origin) {
  PretrainingCheckpoint checkpoint;
  checkpoint.step = progress.step;
  checkpoint.model = std::move(model);
  checkpoint.tensors.push_back(
      {kOutputVectors, checkpoint.model.parameters.front().shape, trainer.output_vectors()});
  checkpoint.state = {{"progress", to_json(progress)},
                      {"words", to_json(trainer.progress())},
                      {"data", origin.data},
                      {"environment", origin.environment}};
  return checkpoint;
}

Progress restore_trainer(SkipGram& trainer, const PretrainingCheckpoint& checkpoint,
                         const PretrainedModel& model, int64_t epochs, const RunOrigin& origin) {
  const SavedState saved = saved_state(checkpoint.state, checkpoint.step);
  expect_same_data(saved.data, origin.data);
  const NamedTensor& vectors = checkpoint.model.parameters.front();
  const SkipGramProgress words = words_from_json(checkpoint.state);
  if (checkpoint.model.kind != model.kind ||
      checkpoint.model.vocabulary.to_bytes() != model.vocabulary.to_bytes() ||
      vectors.shape != model.parameters.front().shape || words.epoch < 0 || words.epoch > epochs ||
      words.batch < 0) {
    throw FormatError(
        "checkpoint: expected the run's objective, vocabulary, size and epochs, found others; is it the "
        "checkpoint of another run?");
  }
  expect_own_tensors({kOutputVectors}, checkpoint.tensors);
  warn_of_other_environment(saved.environment, origin.environment);
  trainer.restore(vectors.values, output_vectors(checkpoint, vectors).values, words);
  return saved.progress;
}

}  // namespace sentiment
