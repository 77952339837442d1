#include "model/batch_norm.h"

#include <cmath>
#include <cstddef>
#include <string>

namespace sentiment {
namespace {

NamedTensor& find_mutable(Parameters& parameters, const std::string& name) {
  return parameters[static_cast<std::size_t>(&find(parameters, name) - parameters.data())];
}

/// `linear`.weight (s * x + t) + bias = (weight * s) x + (bias + weight t), with the s and t of `norm`.
void fold(Parameters& parameters, const std::string& norm, const std::string& linear) {
  const auto values = [&](const char* part) -> const std::vector<float>& {
    return find(parameters, norm + part).values;
  };
  const std::vector<float>& mean = values(".running_mean");
  std::vector<double> scales;
  std::vector<double> shifts;
  for (std::size_t j = 0; j < mean.size(); ++j) {
    scales.push_back(values(".weight")[j] / std::sqrt(values(".running_var")[j] + kBatchNormEpsilon));
    shifts.push_back(values(".bias")[j] - mean[j] * scales.back());
  }
  NamedTensor& weight = find_mutable(parameters, linear + ".weight");
  NamedTensor& bias = find_mutable(parameters, linear + ".bias");
  for (std::size_t row = 0; row < bias.values.size(); ++row) {
    double sum = bias.values[row];
    for (std::size_t j = 0; j < scales.size(); ++j) {
      float& factor = weight.values[row * scales.size() + j];
      sum += factor * shifts[j];
      factor = static_cast<float>(factor * scales[j]);
    }
    bias.values[row] = static_cast<float>(sum);
  }
  std::erase_if(parameters, [&](const NamedTensor& tensor) { return tensor.name.starts_with(norm + "."); });
}

}  // namespace

bool is_running_statistic(std::string_view parameter) {
  return parameter.ends_with(".running_mean") || parameter.ends_with(".running_var");
}

void fold_batch_norm(ModelConfig& config, Parameters& parameters) {
  if (!config.head_batch_norm) return;
  if (config.head_hidden_size) fold(parameters, "hidden_norm", "hidden");
  fold(parameters, "output_norm", "output");
  config.head_batch_norm = false;
}

}  // namespace sentiment
