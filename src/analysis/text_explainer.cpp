#include "analysis/text_explainer.h"

#include <utility>

#include "analysis/bundle_explainer.h"
#include "analysis/explanation.h"

namespace sentiment {

std::unique_ptr<const TextExplainer> text_explainer(LoadedModel model, const std::string& name) {
  if (auto* const bundle = std::get_if<Bundle>(&model))
    return std::make_unique<BundleExplainer>(std::move(*bundle), name);
  return std::make_unique<Explainer>(std::move(std::get<Model>(model)));
}

}  // namespace sentiment
