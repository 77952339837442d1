// The weights a run starts from.
#pragma once

#include "config/experiment_config.h"
#include "data/corpus.h"
#include "model/parameters.h"

namespace sentiment {

/// Initial parameters of the seed, with the rows of vocabulary.vectors in the embedding where the file has
/// the token. Throws DataError if the file's vectors are not embedding_size wide.
Parameters starting_values(const ExperimentConfig& config, const Corpus& corpus);

}  // namespace sentiment
