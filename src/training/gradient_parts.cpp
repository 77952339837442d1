#include "training/gradient_parts.h"

#include <ATen/ops/_foreach_norm.h>
#include <ATen/ops/scalar_tensor.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "core/concat.h"

namespace sentiment {
namespace {

std::vector<std::string> gate_names(RecurrentType type) {
  switch (type) {
    case RecurrentType::kLstm:
      return {"input", "forget", "cell", "output"};
    case RecurrentType::kGru:
      return {"reset", "update", "new"};
    default:
      return {};
  }
}

/// The gradient of parameter `i`, undefined if there is none.
at::Tensor gradient_of(const ParameterGradients& gradients, std::size_t i) {
  if (i == 0 && gradients.of_words.defined()) return gradients.of_words;
  return gradients.parameters[i].grad();
}

/// "lstm.weight_ih_l1_reverse" to "layer1_reverse"; "head", "attention", "projection" and "embedding" for the
/// others.
std::string part_of(std::string_view parameter) {
  const std::size_t layer = parameter.find("_l");
  if (layer != std::string_view::npos) return concat("layer", parameter.substr(layer + 2));
  const std::string_view module = parameter.substr(0, parameter.find('.'));
  const bool is_head = module.starts_with("output") || module.starts_with("hidden");
  return std::string(is_head ? "head" : module);
}

/// Pieces of gradients with the parts they belong to.
struct Pieces {
  std::vector<at::Tensor> values;
  std::vector<std::string> parts;
};

Pieces pieces_of(const ParameterGradients& gradients) {
  const std::vector<std::string> gates = gate_names(gradients.type);
  Pieces pieces;
  for (std::size_t i = 0; i < gradients.names.size(); ++i) {
    const at::Tensor gradient = gradient_of(gradients, i);
    if (!gradient.defined()) continue;
    const std::string part = part_of(gradients.names[i]);
    const bool has_gates = part.starts_with("layer") && !gates.empty();
    for (std::size_t gate = 0; gate < (has_gates ? gates.size() : 1); ++gate) {
      const int64_t rows = has_gates ? gradients.hidden_size : gradient.size(0);
      pieces.values.push_back(gradient.narrow(0, static_cast<int64_t>(gate) * rows, rows));
      pieces.parts.push_back(has_gates ? concat(part, ".", gates[gate]) : part);
    }
  }
  return pieces;
}

/// One integer on the gradient's device.
at::Tensor count_beyond(const at::Tensor& gradient, float limit) {
  if (!gradient.is_cpu() || !gradient.is_contiguous()) return gradient.abs().gt(limit).sum();
  const auto* values = gradient.const_data_ptr<float>();
  const auto count =
      std::count_if(values, values + gradient.numel(), [&](float x) { return std::fabs(x) > limit; });
  return at::scalar_tensor(static_cast<int64_t>(count), at::kLong);
}

}  // namespace

ParameterGradients gradients_of(const Network& network, const Batch& batch) {
  return {.names = network.names(),
          .parameters = network.tensors(),
          .type = network.config().type,
          .hidden_size = network.config().hidden_size,
          .of_words = batch.embedded_words.defined() ? batch.embedded_words.grad() : at::Tensor(),
          .word_count = static_cast<int64_t>(batch.words.size())};
}

std::vector<PartNorm> gradient_parts(const ParameterGradients& gradients) {
  const Pieces pieces = pieces_of(gradients);
  const at::Tensor norms = at::stack(at::_foreach_norm(pieces.values, 2)).cpu();  // read back once
  std::vector<PartNorm> parts;  // with squares until the end
  for (std::size_t i = 0; i < pieces.values.size(); ++i) {
    auto part = std::find_if(parts.begin(), parts.end(),
                             [&](const PartNorm& known) { return known.name == pieces.parts[i]; });
    if (part == parts.end()) part = parts.insert(part, {pieces.parts[i], 0.0});
    const double norm = norms[static_cast<int64_t>(i)].item<double>();
    part->norm += norm * norm;
  }
  for (PartNorm& part : parts) part.norm = std::sqrt(part.norm);
  return parts;
}

ElementCount count_elements(const ParameterGradients& gradients, double limit) {
  ElementCount count;
  std::vector<at::Tensor> cut;
  for (std::size_t i = 0; i < gradients.parameters.size(); ++i) {
    const at::Tensor gradient = gradient_of(gradients, i);
    if (!gradient.defined()) continue;
    count.all += i == 0 ? gradients.word_count * gradient.size(1) : gradient.numel();
    cut.push_back(count_beyond(gradient, static_cast<float>(limit)));
  }
  count.cut = cut.empty() ? at::zeros({}, at::kLong) : at::stack(cut).sum();
  return count;
}

}  // namespace sentiment
