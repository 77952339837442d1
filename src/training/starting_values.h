// The weights a run starts from.
#pragma once

#include "config/experiment_config.h"
#include "config/pretrained_start.h"
#include "data/corpus.h"
#include "model/parameters.h"

namespace sentiment {

/// Initial parameters of the seed; over them what `pretrained` has (it may be null), or the rows of
/// vocabulary.vectors in the embedding where the file has the token. Throws DataError if the file's vectors
/// are not embedding_size wide.
Parameters starting_values(const ExperimentConfig& config, const Corpus& corpus,
                           const PretrainedModel* pretrained = nullptr);

}  // namespace sentiment
