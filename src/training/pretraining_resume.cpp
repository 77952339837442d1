#include "training/pretraining_resume.h"

#include <utility>

#include "core/error.h"
#include "training/named_tensors.h"
#include "training/resume.h"

namespace sentiment {
namespace {

constexpr const char* kAverage = "average.";
constexpr const char* kOptimizer = "optimizer.";
constexpr const char* kCarried = "carried.";

/// The names of all tensors that the trainer's checkpoint has, beside the model's.
std::vector<std::string> names_of(const LanguageModelTrainer& trainer) {
  const TrainerTensors own = trainer.tensors();
  std::vector<std::string> names;
  append_names(names, kAverage, own.average);
  append_names(names, kOptimizer, own.optimizer);
  append_names(names, kCarried, own.carried);
  return names;
}

}  // namespace

PretrainingCheckpoint make_checkpoint(const LanguageModelTrainer& trainer, PretrainedModel model,
                                      const RunOrigin& origin) {
  TrainerTensors tensors = trainer.tensors();
  model.parameters = std::move(tensors.current);
  PretrainingCheckpoint checkpoint{.step = trainer.progress().step,
                                   .model = std::move(model),
                                   .tensors = {},
                                   .state = {{"progress", to_json(trainer.progress())},
                                             {"data", origin.data},
                                             {"environment", origin.environment}}};
  append_with_prefix(checkpoint.tensors, kAverage, std::move(tensors.average));
  append_with_prefix(checkpoint.tensors, kOptimizer, std::move(tensors.optimizer));
  append_with_prefix(checkpoint.tensors, kCarried, std::move(tensors.carried));
  return checkpoint;
}

void restore_trainer(LanguageModelTrainer& trainer, const PretrainingCheckpoint& checkpoint,
                     const PretrainedModel& model, const RunOrigin& origin) {
  const SavedState saved = saved_state(checkpoint.state, checkpoint.step);
  expect_same_data(saved.data, origin.data);
  if (checkpoint.model.kind != model.kind ||
      checkpoint.model.vocabulary.to_bytes() != model.vocabulary.to_bytes() ||
      checkpoint.model.labels != model.labels) {
    throw FormatError(
        "checkpoint: expected the run's objective and vocabulary, found others; is it the checkpoint of "
        "another run?");
  }
  warn_of_other_environment(saved.environment, origin.environment);
  const Parameters& current = checkpoint.model.parameters;
  trainer.restore({.current = current,
                   .average = in_order_of(current, with_prefix(checkpoint.tensors, kAverage)),
                   .optimizer = with_prefix(checkpoint.tensors, kOptimizer),
                   .carried = with_prefix(checkpoint.tensors, kCarried)},
                  saved.progress);
  expect_own_tensors(names_of(trainer), checkpoint.tensors);  // now that it has carried states or none
}

}  // namespace sentiment
