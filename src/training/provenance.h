// Where a run's numbers come from: what decides its bits besides the config.
#pragma once

#include <string>

#include "data/corpus.h"
#include "json/strict_json.h"

namespace sentiment {

/// Versions, processor, instruction set, device and threads.
Json environment_of(const std::string& device, int threads);

/// The SHA-256 of each part.
Json data_hashes_of(const Corpus& corpus);

/// Now, as 2026-01-31T23:59:59Z.
std::string utc_now();

}  // namespace sentiment
