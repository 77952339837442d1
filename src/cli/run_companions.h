// What there is beside a model for judging it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "inference/bundle_classifier.h"
#include "model/model_file.h"

namespace sentiment {

struct RunCompanions {
  std::shared_ptr<const TextClassifier> ngrams;
  std::string no_ngrams;  // why there is none
  std::optional<double> temperature;
};

/// Reads them from the folder of `model`, a run directory or the model.safetensors in one. Throws Error or
/// FormatError for what is there and cannot be used.
RunCompanions read_companions(const std::string& model, const Model& loaded);

/// A bundle is compared with the n-gram baseline in it.
RunCompanions companions_of(const BundleClassifier& bundle);

}  // namespace sentiment
