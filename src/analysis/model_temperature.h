// The temperature of a run's best model, fitted on its validation part and kept in metrics.json.
#pragma once

#include <filesystem>
#include <optional>

#include "core/thread_pool.h"
#include "data/dataset.h"
#include "inference/classifier.h"

namespace sentiment {

/// The temperature at which the labels of `valid` are most likely (metrics/calibration.h).
double fit_temperature(const Classifier& classifier, const Dataset& valid, ThreadPool& pool);

/// What metrics.json of a run folder holds under "temperature"; none without that file or key. Throws
/// FormatError if the file is no JSON or the value no temperature, Error if it cannot be read.
std::optional<double> kept_temperature(const std::filesystem::path& run);

}  // namespace sentiment
