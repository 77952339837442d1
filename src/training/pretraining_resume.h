// Between a language model's trainer and a checkpoint, as training/resume.h for a classifier.
#pragma once

#include "checkpoint/checkpoint.h"
#include "model/pretrained_file.h"
#include "training/language_model_trainer.h"
#include "training/provenance.h"

namespace sentiment {

/// The trainer's state; `model` gives everything but the parameters.
PretrainingCheckpoint make_checkpoint(const LanguageModelTrainer& trainer, PretrainedModel model,
                                      const RunOrigin& origin);

/// Puts it into a new trainer of the same config; `model` and `origin` are the run's. Throws FormatError if
/// the checkpoint is another run's or holds NaN, DataError if the texts have changed.
void restore_trainer(LanguageModelTrainer& trainer, const PretrainingCheckpoint& checkpoint,
                     const PretrainedModel& model, const RunOrigin& origin);

}  // namespace sentiment
