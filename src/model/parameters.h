// The numbers of a network, by their torch.nn names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/model_config.h"

namespace sentiment {

/// A tensor of floats in row-major order.
struct NamedTensor {
  std::string name;            // "lstm.weight_ih_l0_reverse"
  std::vector<int64_t> shape;  // [4 * hidden, embedding]
  std::vector<float> values;
};

using Parameters = std::vector<NamedTensor>;

struct ParameterShape {
  std::string name;
  std::vector<int64_t> shape;
};

/// Every parameter of a network in canonical order: embedding.weight [vocabulary, embedding]; for each layer
/// l and direction (suffix "_reverse" for the second) TYPE.weight_ih_lL [gates * hidden, input],
/// TYPE.weight_hh_lL [gates * hidden, hidden], TYPE.bias_ih_lL, TYPE.bias_hh_lL [gates * hidden];
/// attention.weight [1, state], attention.bias [1] if pooling is attention; with head_hidden_size
/// hidden.weight [hidden layer, pooled], hidden.bias [hidden layer]; output.weight [classes, hidden layer or
/// pooled], output.bias [classes]. A layer's input is the embedding or the state of the layer below. With
/// head_batch_norm, in front of hidden and output come hidden_norm and output_norm: .weight, .bias,
/// .running_mean and .running_var, as wide as what they normalise.
std::vector<ParameterShape> parameter_shapes(const ModelConfig& config, int64_t vocabulary, int64_t classes);

/// Initial values, a function of the arguments: embedding normal with deviation 0.1 and a zero row for
/// padding, input weights uniform (Glorot and Bengio 2010), each gate's recurrent weights orthogonal (Saxe et
/// al. 2014; the vanilla rnn's uniform as in torch.nn), biases zero but the forget gate's, which is
/// forget_bias (in bias_ih); normalisations change nothing at first.
Parameters initial_parameters(const ModelConfig& config, int64_t vocabulary, int64_t classes, uint64_t seed);

/// The same for other networks with such layers: of every parameter in `shapes`, by its name.
Parameters initial_parameters(const std::vector<ParameterShape>& shapes, const ModelConfig& layers,
                              uint64_t seed);

/// The tensor of that name. Throws std::logic_error if there is none.
const NamedTensor& find(const Parameters& parameters, std::string_view name);

int64_t element_count(const std::vector<int64_t>& shape);

}  // namespace sentiment
