#include "cli/run_companions.h"

#include <filesystem>

#include "analysis/model_temperature.h"

namespace sentiment {

RunCompanions read_companions(const std::string& model, const Model& loaded) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  RunCompanions companions;
  const fs::path path = model;
  const bool is_folder = fs::is_directory(path, ignored);
  if (!is_folder && path.filename() != "model.safetensors") {
    companions.no_ngrams = "not beside a lone model file; give the run's folder for this comparison";
    return companions;
  }
  const fs::path folder = is_folder ? path : path.parent_path();
  companions.temperature = kept_temperature(folder);
  if (const fs::path file = folder / "baseline.safetensors"; fs::exists(file, ignored)) {
    companions.ngrams = std::make_shared<NgramClassifier>(
        NgramModel{loaded.tokenizer, loaded.vocabulary, loaded.labels,
                   NgramBaseline::read(file, loaded.labels, loaded.vocabulary)});
  } else {
    companions.no_ngrams =
        "no baseline.safetensors beside the model; `train` writes one unless baseline.type is \"none\"";
  }
  return companions;
}

RunCompanions companions_of(const BundleClassifier& bundle) {
  RunCompanions companions;
  companions.ngrams = bundle.ngrams();
  if (!companions.ngrams) companions.no_ngrams = "the bundle has no n-gram baseline among its members";
  return companions;
}

}  // namespace sentiment
