#include "inference/loaded_model.h"

#include <utility>

#include "inference/bundle_classifier.h"
#include "inference/classifier.h"
#include "model/model_path.h"

namespace sentiment {

LoadedModel load_model(const std::filesystem::path& path) {
  const SafetensorsSource source(model_file_at(path));
  if (is_bundle(source)) return read_bundle(source);
  return read_model(source);
}

std::unique_ptr<const TextClassifier> text_classifier(LoadedModel model) {
  if (auto* const bundle = std::get_if<Bundle>(&model))
    return std::make_unique<BundleClassifier>(std::move(*bundle));
  return std::make_unique<Classifier>(std::move(std::get<Model>(model)));
}

}  // namespace sentiment
