#include "model/parameters.h"

#include <fmt/format.h>

#include <stdexcept>

namespace sentiment {

std::vector<ParameterShape> parameter_shapes(const ModelConfig& config, int64_t vocabulary, int64_t classes) {
  std::vector<ParameterShape> shapes = {{"embedding.weight", {vocabulary, config.embedding_size}}};
  const int64_t rows = config.gates() * config.hidden_size;
  for (int64_t layer = 0; layer < config.layers; ++layer) {
    const int64_t input = layer == 0 ? config.embedding_size : config.state_size();
    for (int64_t direction = 0; direction < config.directions(); ++direction) {
      const auto name = [&](const char* part) {
        return fmt::format("{}.{}_l{}{}", name_of(config.type), part, layer,
                           direction == 0 ? "" : "_reverse");
      };
      shapes.push_back({name("weight_ih"), {rows, input}});
      shapes.push_back({name("weight_hh"), {rows, config.hidden_size}});
      shapes.push_back({name("bias_ih"), {rows}});
      shapes.push_back({name("bias_hh"), {rows}});
    }
  }
  if (config.pooling == Pooling::kAttention) {
    shapes.push_back({"attention.weight", {1, config.state_size()}});
    shapes.push_back({"attention.bias", {1}});
  }
  const auto add_norm = [&](const std::string& name, int64_t features) {
    if (!config.head_batch_norm) return;
    for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"})
      shapes.push_back({name + part, {features}});
  };
  if (config.head_hidden_size) {
    add_norm("hidden_norm", config.pooled_size());
    shapes.push_back({"hidden.weight", {*config.head_hidden_size, config.pooled_size()}});
    shapes.push_back({"hidden.bias", {*config.head_hidden_size}});
  }
  add_norm("output_norm", config.output_inputs());
  shapes.push_back({"output.weight", {classes, config.output_inputs()}});
  shapes.push_back({"output.bias", {classes}});
  return shapes;
}

const NamedTensor& find(const Parameters& parameters, std::string_view name) {
  for (const NamedTensor& tensor : parameters) {
    if (tensor.name == name) return tensor;
  }
  throw std::logic_error(fmt::format("no parameter is named {}", name));
}

int64_t element_count(const std::vector<int64_t>& shape) {
  int64_t count = 1;
  for (const int64_t size : shape) count *= size;
  return count;
}

}  // namespace sentiment
