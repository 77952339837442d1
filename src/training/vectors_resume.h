// Between the training of word vectors and a checkpoint, as training/resume.h for a classifier.
#pragma once

#include <cstdint>

#include "checkpoint/checkpoint.h"
#include "embedding/skip_gram.h"
#include "model/pretrained_file.h"
#include "training/progress.h"
#include "training/provenance.h"

namespace sentiment {

/// `model` holds the vectors of now.
PretrainingCheckpoint make_checkpoint(const SkipGram& trainer, PretrainedModel model,
                                      const Progress& progress, const RunOrigin& origin);

/// Puts a checkpoint's state into a new trainer of a run of `epochs`; `model` and `origin` are the run's.
/// Throws FormatError if the checkpoint is another run's or holds NaN, DataError if the texts have changed.
Progress restore_trainer(SkipGram& trainer, const PretrainingCheckpoint& checkpoint,
                         const PretrainedModel& model, int64_t epochs, const RunOrigin& origin);

}  // namespace sentiment
