// The part of a pretraining run that is its own if word vectors are learnt: the loop, and what is told and
// saved.
//
// A step is 64 batches of about 512 words. In metrics.jsonl an "interval" has epoch, loss (of a pair of words
// with its noise, over the epoch so far), learning_rate and words_per_second; a "validation" has epoch, loss
// on the texts set aside (null if they have no pair of words), and train_loss, that of the epoch.
#pragma once

#include <optional>
#include <string>

#include "checkpoint/checkpoint.h"
#include "checkpoint/run_directory.h"
#include "config/pretraining_config.h"
#include "core/thread_pool.h"
#include "data/text_corpus.h"
#include "training/train_options.h"
#include "training/training_end.h"

namespace sentiment {

/// What a run of vectors is made from, all of it borrowed.
struct VectorsTask {
  const TrainOptions& options;
  const PretrainingConfig& config;
  const ExperimentInput& input;
  const TextCorpus& corpus;
  ThreadPool& pool;
};

/// Trains in a directory that is this run's, from its start or from `resumed`. Throws FormatError for a
/// checkpoint of another run, DataError if the texts have changed or have no pair of words, Error; nothing
/// has been changed then unless training had begun.
TrainingEnd run_vectors(const VectorsTask& task, RunDirectory& directory,
                        const std::optional<PretrainingCheckpoint>& resumed);

/// What would be done, and how long it would take by a few timed batches.
std::string describe_vectors_plan(const VectorsTask& task);

}  // namespace sentiment
