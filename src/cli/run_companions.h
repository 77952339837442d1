// What a run keeps beside its model for judging it.
#pragma once

#include <optional>
#include <string>

#include "baselines/ngram_baseline.h"
#include "model/model_file.h"

namespace sentiment {

struct RunCompanions {
  std::optional<NgramBaseline> ngrams;
  std::string no_ngrams;  // why there is none
  std::optional<double> temperature;
};

/// Reads them from the folder of `model`, a run directory or the model.safetensors in one. Throws Error or
/// FormatError for what is there and cannot be used.
RunCompanions read_companions(const std::string& model, const Model& loaded);

}  // namespace sentiment
