// A model small enough to flip every bit of its file.
#pragma once

#include "model/model_file.h"

namespace sentiment {

inline Model tiny_model(ModelConfig config = {.embedding_size = 3, .hidden_size = 2}) {
  Model model;
  model.config = config;
  model.vocabulary = Vocabulary({"good", "bad", "not"});
  model.labels = {"neg", "pos"};
  model.parameters = initial_parameters(config, static_cast<int64_t>(model.vocabulary.size()), 2, 7);
  return model;
}

}  // namespace sentiment
