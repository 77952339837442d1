// A language model small enough to flip every byte of its file.
#pragma once

#include "model/pretrained_file.h"

namespace sentiment {

/// Its weights count up from 0 in steps of 1/64.
inline PretrainedModel tiny_language_model(PretrainedShape shape = {.embedding_size = 3, .hidden_size = 2},
                                           const std::vector<std::string>& labels = {}) {
  PretrainedModel model;
  model.shape = shape;
  model.labels = labels;
  std::vector<std::string> tokens = {std::string(Vocabulary::kEnd)};
  for (std::size_t i = 0; i < labels.size(); ++i) tokens.push_back(Vocabulary::label_token(i));
  tokens.insert(tokens.end(), {"good", "bad"});
  model.vocabulary = Vocabulary(tokens);
  float value = 0.0F;
  for (ParameterShape& parameter :
       parameter_shapes(model.kind, shape, static_cast<int64_t>(model.vocabulary.size()))) {
    std::vector<float> values(static_cast<std::size_t>(element_count(parameter.shape)));
    for (float& element : values) element = value += 1.0F / 64.0F;
    model.parameters.push_back({std::move(parameter.name), std::move(parameter.shape), std::move(values)});
  }
  return model;
}

}  // namespace sentiment
