// Models of any shape in which every number matters: initial ones have biases of zero.
#pragma once

#include "core/random.h"
#include "model/model_file.h"

namespace sentiment {

constexpr int64_t kRandomModelTokens = 12;

/// A function of its arguments; every parameter is uniform in (-0.5, 0.5), variances in (0.5, 1.5).
inline Model random_model(const ModelConfig& config, int64_t classes, uint64_t seed) {
  Model model;
  model.config = config;
  std::vector<std::string> tokens;
  for (int64_t id = Vocabulary::kSpecialTokens; id < kRandomModelTokens; ++id)
    tokens.push_back("w" + std::to_string(id));
  model.vocabulary = Vocabulary(tokens);
  for (int64_t i = 0; i < classes; ++i) model.labels.push_back("label " + std::to_string(i));
  const RandomStream random(seed, RandomUse::kInitialWeights);
  uint64_t draw = 0;
  for (const ParameterShape& shape : parameter_shapes(config, kRandomModelTokens, classes)) {
    NamedTensor tensor{shape.name, shape.shape, {}};
    for (int64_t i = 0; i < element_count(shape.shape); ++i)
      tensor.values.push_back(static_cast<float>(random.uniform(draw++) - 0.5));
    if (tensor.name.ends_with(".running_var")) {
      for (float& value : tensor.values) value += 1.0F;  // a variance
    }
    model.parameters.push_back(tensor);
  }
  return model;
}

}  // namespace sentiment
