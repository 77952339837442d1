// Where a run's numbers come from: what decides its bits besides the config.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "config/training_config.h"
#include "data/corpus.h"
#include "data/text_corpus.h"
#include "json/strict_json.h"

namespace sentiment {

/// What a run is made from, apart from its config: the same gives the same bits.
struct RunOrigin {
  int64_t seed = 0;
  Json environment = Json::object();  // as environment_of
  Json data = Json::object();         // as data_hashes_of
};

/// Versions, processor, instruction set, device, backend, and with libtorch's layers the threads: our kernels
/// give the same bits for any number of them.
Json environment_of(const TrainerConfig& config, int threads);

/// The SHA-256 of each part, and of the file of model.initialize_from if there is one.
Json data_hashes_of(const Corpus& corpus, const std::optional<std::string>& pretrained_hash);

/// The SHA-256 of both parts.
Json data_hashes_of(const TextCorpus& corpus);

/// Rows of all sources: "read", "used", "skipped" by reason; of "train" and "valid" how many "texts",
/// "tokens" and "unknown_tokens"; entries of the "vocabulary", and "distinct_tokens" of the training part.
Json text_counts_of(const TextCorpus& corpus);

/// Now, as 2026-01-31T23:59:59Z.
std::string utc_now();

}  // namespace sentiment
