// A model file of either kind that labels text: one network, or a bundle.
#pragma once

#include <filesystem>
#include <memory>
#include <variant>

#include "inference/bundle.h"
#include "inference/text_classifier.h"

namespace sentiment {

using LoadedModel = std::variant<Model, Bundle>;

/// Reads a model file or a run directory's model.safetensors. Throws Error or FormatError.
LoadedModel load_model(const std::filesystem::path& path);

std::unique_ptr<const TextClassifier> text_classifier(LoadedModel model);

}  // namespace sentiment
