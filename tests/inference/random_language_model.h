// Language models of any shape in which every number matters.
#pragma once

#include <string>
#include <vector>

#include "core/random.h"
#include "model/pretrained_file.h"

namespace sentiment {

/// A function of its arguments: <end> and words w3, w4, ... up to so many tokens, and parameters uniform in
/// (-scale, scale).
inline PretrainedModel random_language_model(const PretrainedShape& shape, int64_t tokens, uint64_t seed,
                                             double scale = 0.5) {
  PretrainedModel model;
  model.shape = shape;
  std::vector<std::string> words = {std::string(Vocabulary::kEnd)};
  for (int64_t id = Vocabulary::kEndId + 1; id < tokens; ++id) words.push_back("w" + std::to_string(id));
  model.vocabulary = Vocabulary(words);
  const RandomStream random(seed, RandomUse::kInitialWeights);
  uint64_t draw = 0;
  for (const ParameterShape& parameter : parameter_shapes(model.kind, shape, tokens)) {
    NamedTensor tensor{parameter.name, parameter.shape, {}};
    for (int64_t i = 0; i < element_count(parameter.shape); ++i)
      tensor.values.push_back(static_cast<float>((2.0 * random.uniform(draw++) - 1.0) * scale));
    model.parameters.push_back(tensor);
  }
  return model;
}

}  // namespace sentiment
