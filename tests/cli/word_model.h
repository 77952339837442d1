// A model whose answers can be worked out by hand: the last token decides.
#pragma once

#include <cmath>

#include "model/model_file.h"

namespace sentiment {

/// "good" is pos with probability 3/4, "bad" is neg with 3/4; nothing and any other word are 1/2 each, which
/// makes them neg, the first of equals. Texts are cut to four tokens.
inline Model word_model() {
  Model model;
  model.config = {.type = RecurrentType::kRnn,
                  .embedding_size = 1,
                  .hidden_size = 1,
                  .bidirectional = false,
                  .pooling = Pooling::kLast};
  model.tokenizer.max_tokens = 4;
  model.vocabulary = Vocabulary({"good", "bad"});
  model.labels = {"neg", "pos"};
  for (const ParameterShape& parameter : parameter_shapes(model.config, 4, 2)) {
    NamedTensor tensor{parameter.name, parameter.shape,
                       std::vector<float>(static_cast<std::size_t>(element_count(parameter.shape)))};
    if (tensor.name == "embedding.weight") tensor.values = {0.0F, 0.0F, 20.0F, -20.0F};  // tanh: 1 and -1
    if (tensor.name == "rnn.weight_ih_l0") tensor.values = {1.0F};
    if (tensor.name == "output.weight") tensor.values = {0.0F, std::log(3.0F)};
    model.parameters.push_back(tensor);
  }
  return model;
}

}  // namespace sentiment
